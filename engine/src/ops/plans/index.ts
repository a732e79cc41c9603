/** Layers and functions on planned kernels. Importing registers them. */
import "./attention.ts";
import "./conv.ts";
import "./elementwise.ts";
import "./fold.ts";
import "./linear.ts";
import "./norm.ts";
import "./pad.ts";
import "./pool.ts";

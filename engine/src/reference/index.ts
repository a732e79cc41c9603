/** The plain loops: slow and right, the oracle for every faster kernel. Importing registers them. */
import "./attention.ts";
import "./conv.ts";
import "./dropout.ts";
import "./elementwise.ts";
import "./fold.ts";
import "./linear.ts";
import "./losses.ts";
import "./norm.ts";
import "./pool.ts";
import "./rearrange.ts";
import "./recurrent.ts";
import "./reduce.ts";
import "./upsample.ts";

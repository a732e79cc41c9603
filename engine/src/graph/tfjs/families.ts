/** All families: importing registers them. */
import "./activation.ts";
import "./arithmetic.ts";
import "./arrange.ts";
import "./blocks.ts";
import "./conv.ts";
import "./conv-lstm.ts";
import "./conv-transpose.ts";
import "./dense.ts";
import "./encoding.ts";
import "./image.ts";
import "./merge.ts";
import "./norm.ts";
import "./pool.ts";
import "./recurrent.ts";
import "./reduce.ts";
import "./reshape.ts";
import "./wrappers.ts";

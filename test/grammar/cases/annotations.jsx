// SYNTAX TEST "source.js.jsx" "what ConvLens colours in comments"
// @shape [N, 3, 32*h, ?, ...]
// ^^^^^^ storage.type.class.convlens
//        ^ punctuation.definition.shape.begin.tensor-shape
//         ^ variable.other.dimension.tensor-shape
//          ^ punctuation.separator.dimension.tensor-shape
//            ^ constant.numeric.dimension.tensor-shape
//                 ^ keyword.operator.arithmetic.tensor-shape
//                  ^ variable.other.dimension.tensor-shape
//                     ^ constant.language.unknown.tensor-shape
//                        ^^^ keyword.operator.rest.tensor-shape
//                           ^ punctuation.definition.shape.end.tensor-shape
   /** @shape image [N, 3] the pictures */
//     ^^^^^^ storage.type.class.convlens
//            ^^^^^ variable.parameter.convlens
//                   ^ variable.other.dimension.tensor-shape
//                         ^^^^^^^^^^^^ - meta.annotation.shape.convlens
   // @let filters 32
//    ^^^^ storage.type.class.convlens
//         ^^^^^^^ variable.other.dimension.tensor-shape
//                 ^^ constant.numeric.dimension.tensor-shape
   /* @weights ./net.safetensors */ const layers = 3;
//    ^^^^^^^^ storage.type.class.convlens
//             ^^^^^^^^^^^^^^^^^ string.unquoted.path.convlens
//                                        ^^^^^^ - string.unquoted.path.convlens
   // convlens-disable-next-line conv-in-channels, rank -- on purpose
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^ keyword.control.directive.convlens
//                               ^^^^^^^^^^^^^^^^ constant.other.code.convlens
//                                                      ^^^^^^^^^^^^^ - constant.other.code.convlens
   const text = "@shape [N, 3]";
//               ^^^^^^^^^^^^^ - storage.type.class.convlens
   // an unfinished @shape x [N, 3,
   const next = 1;
// ^^^^^ - meta.annotation.shape.convlens meta.shape.tensor-shape

/** Modules that hold modules: Module, Sequential, ModuleList, ModuleDict. */

import type { BuiltinValue, CallSite, ObjectValue, Value } from "../../facts/values.ts";
import { asKey, constant, ELEMENTS, RUN_METHOD, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";

const method = (name: string, call: (site: CallSite) => Value): BuiltinValue => ({
  kind: "builtin",
  name,
  call,
});
type Members = (name: string, self: ObjectValue) => Value | undefined;

/** A class of the library that user code makes or extends. */
function moduleClass(
  name: string,
  init: (site: CallSite, self: ObjectValue) => void,
  own: Members,
): BuiltinValue {
  const cls: BuiltinValue = {
    kind: "builtin",
    name,
    module: true,
    init,
    construct: (site) => {
      const self = { ...site.world.object([], cls), site: site.span };
      init(site, self);
      return self;
    },
    members: (member, self) =>
      self.kind === "object" ? (own(member, self) ?? anyModule(member, self)) : undefined,
  };
  return cls;
}

/** What every module has. */
const anyModule: Members = (name, self) => {
  switch (name) {
    case "eval":
    case "train":
    case "to":
    case "cuda":
    case "cpu":
    case "apply":
    case "requiresGrad_":
      return name === "apply"
        ? method(name, (site) => (site.args[0]?.kind === "tensor" ? runForward(self, site) : self))
        : method(name, () => self);
    case "call":
      return method(name, (site) => runForward(self, site));
    case "registerBuffer":
    case "registerParameter":
    case "registerModule":
    case "addModule":
      return method(name, ({ args: [key, value], world }) => {
        const known = key && asKey(key);
        if (known !== undefined && value) world.setField(self, known, value);
        if (value && known !== undefined) world.name(value, known);
        return UNDEFINED;
      });
    case "children":
    case "modules":
      return method(name, ({ world }) => world.array(childrenOf(self)));
    default:
      return undefined;
  }
};

const runForward = (self: ObjectValue, site: CallSite): Value =>
  site.world.call(site.world.get(self, RUN_METHOD, site), site.args, { ...site, self });

const childrenOf = (self: ObjectValue): Value[] =>
  [...self.fields.values()].filter(
    (value) => value.kind === "layer" || (value.kind === "object" && value.base?.module === true),
  );

/** Numbered children, named after their place. */
function number(self: ObjectValue, children: readonly Value[], world: CallSite["world"], from = 0): void {
  for (const [i, child] of children.entries()) {
    world.setField(self, String(from + i), child);
    world.name(child, String(from + i));
  }
}

/** `nn.Sequential(a, b)`, `nn.Sequential([a, b])`, `nn.Sequential({ conv: a })` */
function fillSequential({ args, world }: CallSite, self: ObjectValue): void {
  const [only] = args;
  if (args.length === 1 && only?.kind === "array") {
    number(self, only.elements, world);
    world.state.set(self, "complete", only.complete);
  } else if (args.length === 1 && only?.kind === "object" && !only.base && !only.cls) {
    for (const [name, child] of only.fields) world.setField(self, name, child);
    world.state.set(self, "complete", only.complete);
  } else number(self, args, world);
}

/** Each child in turn; a child's use stands where the child was made. */
function runSequential(self: ObjectValue, site: CallSite): Value {
  let value = site.args[0] ?? UNKNOWN;
  for (const child of self.fields.values()) {
    const place = child.kind === "layer" || child.kind === "object" ? (child.site ?? site.span) : site.span;
    const first = value === site.args[0];
    value = site.world.call(child, [value], {
      ...site,
      args: [value],
      argSpans: [first ? (site.argSpans[0] ?? site.span) : place],
      span: place,
      calleeSpan: place,
    });
  }
  return self.complete ? value : UNKNOWN;
}

const count = (self: ObjectValue): Value => (self.complete ? constant(self.fields.size) : UNKNOWN);

function append(self: ObjectValue): BuiltinValue {
  return method("append", ({ args, world }) => {
    number(self, args, world, self.fields.size);
    return self;
  });
}

const sequential = moduleClass("Sequential", fillSequential, (name, self) => {
  if (name === RUN_METHOD) return method(name, (site) => runSequential(self, site));
  if (name === "append" || name === "add" || name === "push") return append(self);
  return listMember(name, self);
});

const moduleList = moduleClass(
  "ModuleList",
  ({ args: [list], world }, self) => {
    if (list?.kind === "array") number(self, list.elements, world);
    world.state.set(self, "complete", list === undefined || (list.kind === "array" && list.complete));
  },
  (name, self) => (name === "append" || name === "push" ? append(self) : listMember(name, self)),
);

/** A list of modules reads like an array: iteration, length, map, at, … */
function listMember(name: string, self: ObjectValue): Value | undefined {
  if (name === "length") return count(self);
  if (name === "get")
    return method(name, ({ args: [key] }) =>
      key && asKey(key) !== undefined ? (self.fields.get(asKey(key)!) ?? UNKNOWN) : UNKNOWN,
    );
  if (name === "extend") {
    return method(name, ({ args: [list], world }) => {
      if (list?.kind === "array") number(self, list.elements, world, self.fields.size);
      else world.state.set(self, "complete", false);
      return self;
    });
  }
  if (!LIST_METHODS.has(name)) return undefined;
  return method(name, (site) => {
    const list = site.world.array([...self.fields.values()], self.complete);
    const member = site.world.get(list, name, site);
    return member.kind === "builtin" && member.call ? member.call({ ...site, self: list }) : member;
  });
}
const LIST_METHODS: ReadonlySet<string> = new Set([
  ELEMENTS,
  "values",
  "map",
  "forEach",
  "reduce",
  "slice",
  "at",
  "entries",
  "filter",
  "some",
  "every",
  "find",
  "flatMap",
]);

const moduleDict = moduleClass(
  "ModuleDict",
  ({ args: [dict], world }, self) => {
    if (dict?.kind === "object") for (const [name, child] of dict.fields) world.setField(self, name, child);
    for (const [name, child] of self.fields) world.name(child, name);
    world.state.set(self, "complete", dict === undefined || (dict.kind === "object" && dict.complete));
  },
  (name, self) => {
    const pairs = (world: CallSite["world"]): Value =>
      world.array(
        [...self.fields].map(([key, value]) => world.array([constant(key), value])),
        self.complete,
      );
    switch (name) {
      case "get":
        return method(name, ({ args: [key] }) =>
          key && asKey(key) !== undefined ? (self.fields.get(asKey(key)!) ?? UNKNOWN) : UNKNOWN,
        );
      case "set":
        return method(name, ({ args: [key, value], world }) => {
          if (key && asKey(key) !== undefined && value) world.setField(self, asKey(key)!, value);
          return self;
        });
      case "has":
        return method(name, ({ args: [key] }) =>
          key && asKey(key) !== undefined && self.complete ? constant(self.fields.has(asKey(key)!)) : UNKNOWN,
        );
      case "keys":
        return method(name, ({ world }) =>
          world.array(
            [...self.fields.keys()].map((key) => constant(key)),
            self.complete,
          ),
        );
      case "values":
        return method(name, ({ world }) => world.array([...self.fields.values()], self.complete));
      case "entries":
      case ELEMENTS:
        return method(name, ({ world }) => pairs(world));
      default:
        return undefined;
    }
  },
);

const moduleBase = moduleClass(
  "Module",
  () => {},
  () => undefined,
);

/** `nn.<name>` for the containers. */
export const containers: Readonly<Record<string, BuiltinValue>> = {
  Module: moduleBase,
  Sequential: sequential,
  ModuleList: moduleList,
  ModuleDict: moduleDict,
};

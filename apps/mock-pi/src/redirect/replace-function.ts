import { syncBuiltinESMExports } from 'node:module'

type Called = (...args: unknown[]) => unknown

/**
 * Replaces a function of a module or of a prototype of Node. `around` returns what a call gets instead, or undefined
 * for the real call. Returns the undo function.
 */
export function replaceFunction(
  owner: object,
  name: string,
  around: (args: unknown[], self: unknown) => { result: unknown } | undefined,
): () => void {
  // Callers name functions only.
  const real = Reflect.get(owner, name) as Called
  let undone = false
  function replaced(this: unknown, ...args: unknown[]) {
    const instead = undone ? undefined : around(args, this)
    return instead == null ? Reflect.apply(real, this, args) : instead.result
  }
  // Among them how `util.promisify` names what is called back.
  Object.defineProperties(replaced, Object.getOwnPropertyDescriptors(real))
  put(owner, name, replaced)
  return () => {
    undone = true
    // Others may have wrapped it since then: their wrapper goes on calling it, and it passes everything on.
    if (Reflect.get(owner, name) === replaced) put(owner, name, real)
  }
}

function put(owner: object, name: string, value: Called) {
  Object.assign(owner, { [name]: value })
  // `import { connect } from 'node:tls'` follows only then.
  syncBuiltinESMExports()
}

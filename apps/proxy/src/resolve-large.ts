import { registerHooks } from 'node:module'

type Resolved = ReturnType<Parameters<typeof registerHooks>[0]['resolve'] & {}>

/** Modules of the two libraries that have the most of them. Their relative imports stay in one folder of ES modules. */
const INSIDE = /\/node_modules\/(?:drizzle-orm|@stellar\/stellar-sdk\/lib\/esm)\//
const RELATIVE = /^\..*\.js$/
const DRIZZLE = /^drizzle-orm(?:$|\/)/
const entries = new Map<string, Resolved>()

/**
 * Node reads the package.json of drizzle, the largest of all, again for each import of it and for each import inside it.
 * That took a third of the start. Here one reading serves for all of them.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL } = context
    if (parentURL != null && RELATIVE.test(specifier) && INSIDE.test(parentURL)) {
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
    }
    if (!DRIZZLE.test(specifier)) return nextResolve(specifier, context)
    const known = entries.get(specifier)
    if (known != null) return { ...known, shortCircuit: true }
    const resolved = nextResolve(specifier, context)
    entries.set(specifier, resolved)
    return resolved
  },
})

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** @typedef {{ from: string, to: string, line: number }} Import A file that imports another, from the root. */
/** @typedef {ReadonlyMap<string, { folder: string, exports: Record<string, string> }>} Packages */

/**
 * Where a file imports what, types and `import()` in types counted.
 * @param {string} file
 * @param {string} source
 */
export function importsIn(file, source) {
  const { module, program, errors } = parseSync(file, source)
  const [error] = errors
  if (error != null) throw new Error(`${file}: ${error.message}`)
  /** @type {{ specifier: string, line: number }[]} */
  const found = []
  /** @type {(specifier: string, start: number) => void} */
  const add = (specifier, start) => {
    found.push({ specifier, line: source.slice(0, start).split('\n').length })
  }
  for (const { moduleRequest } of module.staticImports)
    add(moduleRequest.value, moduleRequest.start)
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) {
      if (moduleRequest != null) add(moduleRequest.value, moduleRequest.start)
    }
  }
  /** @param {{ source: import('oxc-parser').Expression }} node */
  const expression = ({ source: node }) => {
    if (node.type === 'Literal' && typeof node.value === 'string') add(node.value, node.start)
  }
  if (source.includes('import(')) {
    new Visitor({ ImportExpression: expression, TSImportType: expression }).visit(program)
  }
  return found
}

/**
 * Every import of one file of the repository by another. `packages` has the folder of each package by its name, and
 * its exports.
 * @param {string} root
 * @param {readonly string[]} files
 * @param {Packages} packages
 * @returns {Import[]}
 */
export function readImports(root, files, packages) {
  const known = new Set(files)
  return files.flatMap((from) =>
    importsIn(from, readFileSync(join(root, from), 'utf8')).flatMap(({ specifier, line }) => {
      const to = resolve(from, specifier, packages)
      if (to == null) return []
      if (known.has(to) || existsSync(join(root, to))) return [{ from, to, line }]
      throw new Error(`${from}:${line} imports ${specifier}: there is no ${to}`)
    }),
  )
}

/**
 * @param {string} from
 * @param {string} specifier
 * @param {Packages} packages
 */
function resolve(from, specifier, packages) {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier))
  const [scope, name, ...rest] = specifier.split('/')
  const found = packages.get(`${scope}/${name}`)
  if (found == null) return undefined
  const target = found.exports[rest.length === 0 ? '.' : `./${rest.join('/')}`]
  if (target == null)
    throw new Error(`${from} imports ${specifier}, which its package does not export`)
  return normalize(join(found.folder, target))
}

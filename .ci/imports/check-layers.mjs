/** @import { Import } from './read-imports.mjs' */
/** @typedef {readonly (readonly string[])[]} Table The contents of a folder, lowest first. */
/** @typedef {Map<string, Set<string>>} Graph */

/**
 * A test may import everything, and nothing imports it.
 * @param {string} file
 */
const isTest = (file) => /\.(test|test-d)\.[mc]?ts$/.test(file)

/**
 * What is around the product, and is built with what the manifest calls a development dependency.
 * @param {string} file
 */
const isAroundProduct = (file) => /^(apps|packages)\/[^/]+\/(test|testkit|sim|chaos)\//.test(file)

/**
 * The imports that the table of layers forbids, each as `path:line imports X, which is …`. A table gives, for a
 * folder, what is in it, lowest first; `.` stands for the files directly in it.
 * @param {readonly Import[]} imports
 * @param {Record<string, Table>} layers
 */
export function findForbidden(imports, layers) {
  const problems = new Set()
  for (const { from, to, line } of imports) {
    if (isTest(from)) continue
    for (const [folder, table] of Object.entries(layers)) {
      const [mine, theirs] = [childOf(folder, from, table), childOf(folder, to, table)]
      if (mine == null || theirs == null || mine === theirs) continue
      if (folder === '.' && isAroundProduct(from)) continue
      const [own, other] = [layerOf(mine, table), layerOf(theirs, table)]
      if (own === -1 || other === -1) {
        const missing = own === -1 ? mine : theirs
        problems.add(
          `${own === -1 ? from : to}:1 is in ${missing}, which is in no layer of ${folder}`,
        )
      } else if (other >= own) {
        const where = other === own ? 'beside' : 'above'
        problems.add(`${from}:${line} imports ${theirs}, which is ${where} ${mine}`)
      }
    }
  }
  return [...problems]
}

/**
 * What of `folder` the file belongs to, as the table would name it; undefined outside the folder.
 * @param {string} folder
 * @param {string} file
 * @param {Table} table
 */
function childOf(folder, file, table) {
  const prefix = folder === '.' ? '' : `${folder}/`
  if (!file.startsWith(prefix)) return undefined
  const parts = file.slice(prefix.length).split('/')
  const named = table
    .flat()
    .find((name) => name === parts[0] || name === parts.slice(0, 2).join('/'))
  if (named != null) return named
  if (parts.length === 1) return '.'
  return folder === '.' ? parts.slice(0, 2).join('/') : parts[0]
}

/**
 * @param {string} child
 * @param {Table} table
 */
function layerOf(child, table) {
  return table.findIndex((names) => names.includes(child))
}

/**
 * Circles of files, and of folders (with the files beside them); each as a line that names one way round.
 * @param {readonly Import[]} imports
 */
export function findCircles(imports) {
  /** @type {Graph} */
  const ofFiles = new Map()
  /** @type {Graph} */
  const ofFolders = new Map()
  /** @type {Map<string, string>} */
  const places = new Map()
  for (const { from, to, line } of imports) {
    if (isTest(from)) continue
    connect(ofFiles, from, to)
    places.set(`${from} ${to}`, `${from}:${line}`)
    const edge = siblings(from, to)
    if (edge == null || edge.every((part) => part.endsWith('.ts'))) continue
    const [mine, theirs] = edge
    connect(ofFolders, mine, theirs)
    if (!places.has(`${mine} ${theirs}`)) places.set(`${mine} ${theirs}`, `${from}:${line}`)
  }
  return [
    ...circlesOf(ofFiles).map(
      (circle) =>
        `${places.get(circle.slice(0, 2).join(' '))} is in a circle of files: ${circle.join(' → ')}`,
    ),
    ...circlesOf(ofFolders).map((circle) => {
      const where = circle.slice(1).map((to, i) => places.get(`${circle[i]} ${to}`))
      return `${where[0]} is in a circle of folders: ${circle.join(' → ')} (${where.join(', ')})`
    }),
  ]
}

/**
 * The two files or folders, beside each other in one folder, that a file imports across.
 * @param {string} from
 * @param {string} to
 * @returns {[from: string, to: string] | undefined}
 */
function siblings(from, to) {
  const [a, b] = [from.split('/'), to.split('/')]
  let same = 0
  while (a[same] === b[same]) same += 1
  // Workspaces are compared only by the table.
  if (same < 2) return undefined
  // A folder of tests has its programs, worlds and helpers beside each other.
  if (a[2] === 'test') return undefined
  return [a.slice(0, same + 1).join('/'), b.slice(0, same + 1).join('/')]
}

/**
 * @param {Graph} graph
 * @param {string} from
 * @param {string} to
 */
function connect(graph, from, to) {
  graph.set(from, (graph.get(from) ?? new Set()).add(to))
}

/**
 * One shortest way round for each group of nodes that reach each other.
 * @param {Graph} graph
 */
function circlesOf(graph) {
  const done = new Set()
  /** @type {string[][]} */
  const circles = []
  for (const start of [...graph.keys()].sort()) {
    if (done.has(start)) continue
    const way = wayRound(graph, start)
    if (way == null) continue
    circles.push(way)
    for (const node of way) done.add(node)
  }
  return circles
}

/**
 * @param {Graph} graph
 * @param {string} start
 */
function wayRound(graph, start) {
  /** @type {Map<string, string>} */
  const cameFrom = new Map()
  const queue = [start]
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) {
        const way = [start]
        for (let at = node; at !== start; at = cameFrom.get(at) ?? start) way.unshift(at)
        return [start, ...way]
      }
      if (cameFrom.has(next) || next === start) continue
      cameFrom.set(next, node)
      queue.push(next)
    }
  }
  return undefined
}

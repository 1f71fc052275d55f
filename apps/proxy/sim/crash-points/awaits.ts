/** An await as the syntax tree shows it. */
export type Await = {
  /** Function that waits. */
  within: string
  line: number
  /** Calls of ports that it waits for, as `port.method`. */
  calls: string[]
  /** Functions of the same files that it waits for. */
  via: string[]
}

type Node = { type: string; start: number } & Record<string, unknown>

const PORTS = new Set(['store', 'clock', 'chain', 'pi', 'signer'])

/** Every await of a program: `parse` gives its syntax tree (ESTree). */
export function findAwaits(source: string, parse: (source: string) => unknown): Await[] {
  const awaits: Await[] = []
  const visit = (node: unknown, within: string): void => {
    if (Array.isArray(node)) for (const each of node) visit(each, within)
    if (!isNode(node)) return
    const inside = nameOf(node) ?? within
    if (node.type === 'AwaitExpression') {
      const line = source.slice(0, node.start).split('\n').length
      awaits.push({ within: inside, line, ...callsIn(node['argument']) })
    }
    if (node.type === 'ForOfStatement' && node['await'] === true) {
      throw new Error('A for await cannot be named as a crash point: write it out')
    }
    for (const value of Object.values(node)) visit(value, inside)
  }
  visit(parse(source), 'the module')
  return awaits
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value != null && 'type' in value
}

function nameOf(node: Node): string | undefined {
  if (node.type !== 'FunctionDeclaration') return undefined
  const id = node['id']
  return isNode(id) ? String(id['name']) : undefined
}

/** Calls of ports and of our own functions, also inside arrays and arrow functions. */
function callsIn(argument: unknown): Pick<Await, 'calls' | 'via'> {
  const calls: string[] = []
  const via: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) visit(each)
    if (!isNode(node)) return
    if (node.type === 'CallExpression') {
      const callee = node['callee']
      if (isNode(callee) && callee.type === 'Identifier') via.push(String(callee['name']))
      if (isNode(callee) && callee.type === 'MemberExpression') {
        const port = lastName(callee['object'])
        const method = lastName(callee['property'])
        if (PORTS.has(port)) calls.push(`${port}.${method}`)
      }
    }
    for (const value of Object.values(node)) visit(value)
  }
  if (isNode(argument) && argument.type === 'Identifier') via.push(String(argument['name']))
  visit(argument)
  return { calls: [...new Set(calls)], via: [...new Set(via)] }
}

/** `chain` of `ports.chain`. */
function lastName(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'MemberExpression') return lastName(node['property'])
  return String(node['name'] ?? '')
}

/**
 * Why a server must not start, if the options of Node (`process.execArgv`, `NODE_OPTIONS`) relax its HTTP parser. Node
 * takes `_` for `-`.
 */
export function findInsecureParser(nodeOptions: readonly string[]): string | undefined {
  const isSet = nodeOptions.join(' ').replaceAll('_', '-').includes('--insecure-http-parser')
  return isSet
    ? 'The Node option --insecure-http-parser must be absent: with it, a request can be ambiguous'
    : undefined
}

/** What is wrong with this version of Node, as a sentence; undefined when it is at least what `engines` asks for. */
export function findNodeLack(version: string, engines: string): string | undefined {
  const wanted = engines.replace(/^>=/, '')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = wanted.split('.').map(Number)
  const isEnough = major > leastMajor || (major === leastMajor && minor >= leastMinor)
  return isEnough ? undefined : `needs Node ${wanted} or newer, and this is Node ${version}`
}

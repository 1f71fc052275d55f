/** A package whose code is inside a tarball. */
export type Bundled = { name: string; version: string; licence: string }

const TITLE = /^((?:@[\w.-]+\/)?[\w.-]+) (\d[\w.+-]*) \(([^)]+|\([^)]+\))\)$/gm

/** Packages that `THIRD-PARTY-LICENSES.txt` names, each once. */
export function bundledPackages(notices: string): Bundled[] {
  const found = [...notices.matchAll(TITLE)].map(([, name = '', version = '', licence = '']) => ({
    name,
    version,
    licence,
  }))
  return [...new Map(found.map((each) => [`${each.name}@${each.version}`, each])).values()]
}

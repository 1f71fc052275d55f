/** Licences that let anyone use, change and pass on a program without publishing their own source. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
])

/** Packages with another licence, and why each may be a dependency all the same. */
const EXCEPTIONS = new Map([
  ['lightningcss', 'MPL-2.0: part of vitest, an optional peer of conformance; we ship none of it'],
])

export type Licensed = { name: string; licence: string }

/** One sentence for each package whose licence is not in the list. */
export function refusedLicences(packages: readonly Licensed[]): string[] {
  return packages
    .filter(({ name, licence }) => !isAllowed(licence) && !isException(name))
    .map(({ name, licence }) => `${name} has the licence ${licence}, which is not in the list`)
}

/** Of `A OR B` one must be allowed, of `A AND B` both. */
export function isAllowed(licence: string): boolean {
  const expression = licence.replace(/^\((.*)\)$/, '$1')
  // What is nested is not read: such a package needs an exception.
  if (/[()]/.test(expression)) return false
  return expression
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((each) => ALLOWED.has(each.trim())))
}

/** The package itself, or its binary for a platform. */
function isException(name: string): boolean {
  return [...EXCEPTIONS.keys()].some((each) => name === each || name.startsWith(`${each}-`))
}

// The licences of what users install beside the published packages. `check:pack` reads those of what is inside them.
import { execFileSync } from 'node:child_process'
import { filterOf, publishedFolders, ROOT } from '../build/pack-all.ts'
import { refusedLicences } from './allowed-licences.ts'

const filters = publishedFolders().flatMap((folder) => ['--filter', filterOf(folder)])
const listed = execFileSync('pnpm', [...filters, 'licenses', 'list', '--prod', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
})
// Written by pnpm: packages by the licence that each names.
const byLicence = JSON.parse(listed) as Record<string, { name: string }[]>
const packages = Object.entries(byLicence).flatMap(([licence, names]) =>
  names.map(({ name }) => ({ name, licence })),
)
if (packages.length === 0) throw new Error('pnpm lists no dependencies')
const refused = refusedLicences(packages)
for (const sentence of refused) console.error(sentence)
if (refused.length > 0) {
  console.error('The list is packages/release/src/licences/allowed-licences.ts')
  process.exitCode = 1
}

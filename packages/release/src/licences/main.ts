// The licences of everything that the products run with, and of what users install beside the published packages.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { filterOf, publishedFolders, ROOT } from '../build/pack-all.ts'
import { refusedLicences } from './allowed-licences.ts'

const folders = [...publishedFolders(), path.join(ROOT, 'apps/proxy')]
const filters = folders.flatMap((folder) => ['--filter', filterOf(folder)])
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

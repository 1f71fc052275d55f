// Publishes the tarballs of `pnpm tarballs` with npm, those first on which others depend. What the registry has is left
// out, so that a run that failed half-way can be repeated. Needs Node and npm and imports nothing else: in the release
// workflow no code of a dependency runs where a package can be published.
//   node .ci/publish.mjs FOLDER             a dry run: npm says what it would send
//   node .ci/publish.mjs FOLDER --publish   publishes
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const [folder, mode] = process.argv.slice(2)
if (folder == null || (mode != null && mode !== '--publish')) {
  throw new Error('Usage: node .ci/publish.mjs FOLDER [--publish]')
}

/** @type {{ name: string, version: string, tarball: string, sha512: string }[]} */
const release = JSON.parse(readFileSync(path.join(folder, 'release.json'), 'utf8'))
for (const { tarball, sha512 } of release) {
  const found = createHash('sha512').update(readFileSync(path.join(folder, tarball)))
  if (found.digest('hex') !== sha512) throw new Error(`${tarball} is not the packed file`)
}

for (const { name, version, tarball } of release) {
  if (mode === '--publish' && isPublished(`${name}@${version}`)) {
    console.log(`${name}@${version} is published`)
    continue
  }
  const options = ['--access', 'public', ...(mode === '--publish' ? [] : ['--dry-run'])]
  const { status } = npm(['publish', `./${tarball}`, ...options], 'inherit')
  if (status !== 0) throw new Error(`npm publish ${tarball} failed`)
  console.log(`${name}@${version}: ${mode === '--publish' ? 'published' : 'dry run passed'}`)
}

/** @param {string} release */
function isPublished(release) {
  const { status, stdout } = npm(['view', release, 'version', '--json'], 'pipe')
  if (status === 0) return stdout.trim() !== ''
  // npm writes the error as JSON as well. Only "no such package or version" means that it is not there.
  if (JSON.parse(stdout).error?.code === 'E404') return false
  throw new Error(`npm view ${release} failed: ${stdout}`)
}

/**
 * @param {string[]} args
 * @param {'inherit' | 'pipe'} output
 */
function npm(args, output) {
  return spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', output, 'inherit'],
    shell: process.platform === 'win32',
  })
}

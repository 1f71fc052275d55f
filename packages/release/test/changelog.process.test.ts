import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { publishedFolders, ROOT } from '../src/build/pack-all.ts'

const run = promisify(execFile)
const PLANTED = "---\n'@aloha-pi/contracts': minor\n---\n\nA sentence for the reader.\n"

test('`changeset version` writes a CHANGELOG.md for each package and raises its version', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'aloha-pi-changelog-'))
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 3 }))
  const clone = path.join(home, 'clone')
  await run('git', ['clone', '--quiet', ROOT, clone])
  await writeFile(path.join(clone, '.changeset/planted.md'), PLANTED)

  const command = path.join(ROOT, 'node_modules/@changesets/cli/bin.js')
  await run(process.execPath, [command, 'version'], { cwd: clone })

  for (const folder of publishedFolders()) {
    const own = path.join(clone, path.relative(ROOT, folder))
    const { name, version } = JSON.parse(await readFile(path.join(own, 'package.json'), 'utf8'))
    const before = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'))
    const changelog = await readFile(path.join(own, 'CHANGELOG.md'), 'utf8')
    expect(version).not.toBe(before.version)
    expect(changelog).toMatch(`# ${name}\n\n## ${version}\n`)
    // All others depend on the contracts.
    const isPlanted = name === '@aloha-pi/contracts'
    expect(changelog.includes('A sentence for the reader.')).toBe(isPlanted)
  }
  const left = await readdir(path.join(clone, '.changeset'))
  expect(left).toEqual(['config.json'])
})

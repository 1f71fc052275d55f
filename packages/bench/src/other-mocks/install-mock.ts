import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const FOLDER = fileURLToPath(new URL('../../../../.data/bench/other-mocks', import.meta.url))
const MAX_INSTALL_MS = 300_000

export type InstalledMock =
  | { ok: true; folder: string; version: string; note?: string }
  | { ok: false; reason: string }

/** Installs the newest version of a package, without its scripts, into a folder of its own that git ignores. */
export async function installMock(name: string, range: string): Promise<InstalledMock> {
  const folder = path.join(FOLDER, name.replace('@', '').replaceAll('/', '-'))
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'package.json'), '{"private":true}')
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
  const manifest = path.join(folder, 'node_modules', name, 'package.json')
  try {
    await promisify(execFile)('npm', ['install', ...flags, `${name}@${range}`], {
      cwd: folder,
      timeout: MAX_INSTALL_MS,
    })
  } catch (error) {
    // Its output repeats the command; the reason is in its lines of errors.
    const { stderr = '', message } = error as Error & { stderr?: string }
    const reason = /npm (?:error|ERR!) (?!code)(.*)/.exec(stderr)?.[1] ?? message
    if (!existsSync(manifest)) return { ok: false, reason: `cannot be installed: ${reason}` }
    const { version } = await readManifest(manifest)
    return { ok: true, folder, version, note: `not updated: ${reason}` }
  }
  if (!existsSync(manifest)) {
    return { ok: false, reason: 'cannot be installed: npm ended well, but it is not there' }
  }
  const { version } = await readManifest(manifest)
  return { ok: true, folder, version }
}

async function readManifest(file: string): Promise<{ version: string }> {
  return JSON.parse(await readFile(file, 'utf8')) as { version: string }
}

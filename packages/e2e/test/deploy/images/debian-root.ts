import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { removeRoot } from './enter-root.ts'

const run = promisify(execFile)
const SUITE = 'bookworm'
/** What Node needs beside the packages that every Debian has. */
const PACKAGES = ['libatomic1', 'libstdc++6']
/** The directories at the root lead to those in /usr, as everywhere in Debian. */
const MERGED_USR = '/usr/share/mmdebstrap/hooks/merged-usr'
const NEEDS = ['mmdebstrap', 'unshare', 'chroot', 'setpriv', 'nsenter', 'ip', 'npm']
/** What mmdebstrap and npm say when nothing can be downloaded. Anything else that fails is a fault. */
export const UNREACHABLE =
  /Failed to fetch|Could not (?:connect|resolve)|npm error code (?:ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|E5\d\d|E429)|ERR_PNPM_META_FETCH_FAIL/

/** Why no root can be made here; undefined if nothing is missing. */
export async function whyNoRoot(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs Linux and root'
  const script = NEEDS.map((name) => `command -v ${name} > /dev/null || echo ${name}`).join('\n')
  const missing = (await run('sh', ['-c', script])).stdout.split('\n').filter(Boolean)
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`
  const allowed = run('unshare', ['--mount', '--pid', '--net', '--fork', 'true'])
  return allowed.then(
    () => undefined,
    () => 'namespaces are not allowed here',
  )
}

/**
 * A root that stands in for the image `node:26-slim`: the smallest Debian, with this Node and npm. It is made once and
 * kept in `.data/debian-root`.
 */
export async function debianRoot(data: string): Promise<string> {
  const npm = (await run('npm', ['--version'])).stdout.trim()
  const name = `${SUITE}-${process.arch}-node-${process.versions.node}-npm-${npm}`
  const folder = path.join(data, 'debian-root')
  const made = path.join(folder, name)
  await mkdir(folder, { recursive: true })
  const names = await readdir(folder)
  if (names.includes(name)) return made
  // Of another release, or of a run that was killed.
  for (const old of names.filter(isLeft)) await removeRoot(path.join(folder, old))
  const unfinished = `${made}.of-${process.pid}`
  try {
    await make(unfinished, npm)
    // Another run may have been faster.
    await rename(unfinished, made).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY') throw error
    })
  } finally {
    await removeRoot(unfinished)
  }
  return made
}

/** Whether no process that runs has made it: the names of what is being used end with its id. */
export function isLeft(name: string): boolean {
  const [, pid] = /\.of-(\d+)$/.exec(name) ?? []
  return pid == null || !existsSync(`/proc/${pid}`)
}

async function make(root: string, npm: string) {
  // Nothing in it is configured: neither Node nor npm needs that, and it is most of the work.
  const options = ['--variant=extract', '--format=directory', `--hook-dir=${MERGED_USR}`]
  const packages = ['?essential', ...PACKAGES].map((each) => `--include=${each}`)
  // It mounts /proc, which is gone with the namespace.
  const command = ['--mount', 'mmdebstrap', ...options, ...packages, SUITE, root]
  await run('unshare', command, { maxBuffer: 2 ** 26, timeout: 300_000 })
  const unneeded = ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale']
  for (const each of unneeded) await rm(path.join(root, each), { recursive: true, force: true })
  // Every container has them.
  for (const each of ['hosts', 'resolv.conf']) await writeFile(path.join(root, 'etc', each), '')
  for (const each of ['passwd', 'group']) {
    await cp(path.join(root, `usr/share/base-passwd/${each}.master`), path.join(root, 'etc', each))
  }
  const local = path.join(root, 'usr/local')
  await cp(process.execPath, path.join(local, 'bin/node'))
  await run('npm', ['install', '--global', '--ignore-scripts', '--prefix', local, `npm@${npm}`])
}

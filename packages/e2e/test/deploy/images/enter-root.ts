import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readlinkSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

/** A file or folder of this machine, and where a root has it. */
export type Bind = { source: string; target: string }

/** How a program is run in a root. */
export type Entry = {
  root: string
  command: readonly string[]
  env: Readonly<Record<string, string>>
  workdir: string
  user?: { uid: number; gid: number }
  binds?: readonly Bind[]
  isReadOnly?: boolean
  /** The process whose network it uses; this machine's unless named. */
  networkOf?: number
}

// In a mount namespace of its own: nothing is ever mounted outside, and all is gone when its last process has ended.
const ENTER = `
root=$1 access=$2
shift 2
mount --bind "$root" "$root"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t tmpfs -o mode=755,nosuid,noexec tmpfs "$root/dev"
for name in null zero full random urandom; do
  : > "$root/dev/$name"
  mount --bind "/dev/$name" "$root/dev/$name"
done
[ "$access" = rw ] || mount -t tmpfs -o mode=755,nosuid,nodev tmpfs "$root/run"
while [ "$1" != -- ]; do
  # A symbolic link of the root could lead out of it.
  case "$(realpath -m "$root$2")" in "$root$2") ;; *) echo "$2 is a link in the root" >&2; exit 1 ;; esac
  if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$(dirname "$root$2")"; [ -e "$root$2" ] || : > "$root$2"; fi
  mount --bind "$1" "$root$2"
  shift 2
done
shift
if [ "$access" = ro ]; then
  for folder in / /dev /run; do mount -o remount,bind,ro "$root$folder"; done
fi
exec chroot "$root" "$@"
`

const NO_RIGHTS = [
  // Again: the kernel forgets it when the user changes.
  '--pdeathsig=KILL',
  '--clear-groups',
  '--no-new-privs',
  '--bounding-set=-all',
  '--inh-caps=-all',
]

/** Program and arguments; with `--pdeathsig` and `--kill-child` nothing outlives this process, however that ends. */
function argumentsOf(entry: Entry): [string, string[]] {
  const { root, command, env, workdir, user, binds = [], isReadOnly = false, networkOf } = entry
  const network = networkOf == null ? [] : ['nsenter', `--net=/proc/${networkOf}/ns/net`]
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const owner =
    user == null ? [] : ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, ...NO_RIGHTS]
  const isolation = ['unshare', '--mount', '--pid', '--fork', '--kill-child']
  const access = isReadOnly ? 'ro' : 'rw'
  const mounted = binds.flatMap(({ source, target }) => [source, target])
  const entered = ['env', '-i', `--chdir=${workdir}`, ...variables, ...owner, ...command]
  const script = ['sh', '-euc', ENTER, 'sh', root, access, ...mounted, '--', ...entered]
  return ['setpriv', ['--pdeathsig=KILL', ...network, ...isolation, ...script]]
}

/** Runs a program in a root to its end. What it printed is also in the error if it fails. */
export async function runInRoot(entry: Entry, timeoutMs = 60_000): Promise<Ended> {
  const [program, args] = argumentsOf(entry)
  const options = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, options)
    return { code: 0, stdout, stderr }
  } catch (error) {
    const { code, killed, stdout, stderr } = error as Ended & { killed: boolean }
    if (killed)
      throw new Error(`${entry.command.join(' ')} took over ${timeoutMs} ms: ${stderr}`, {
        cause: error,
      })
    if (typeof code !== 'number') throw error
    return { code, stdout, stderr }
  }
}
export type Ended = { code: number; stdout: string; stderr: string }

export type RunningInRoot = {
  /** As this machine counts processes. */
  pid: number
  /** Its exit code; null if it was killed. */
  ended: Promise<number | null>
  /** Sends a signal to the program, and waits for its end. After `graceMs` it is killed. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<number | null>
  kill(): Promise<void>
}

/** Starts a program in a root, where it is process 1. */
export async function startInRoot(entry: Entry): Promise<RunningInRoot> {
  const [program, args] = argumentsOf(entry)
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const pid = await childOf(child, entry.root)
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return {
    pid,
    ended,
    kill,
    async stop(signal, graceMs) {
      process.kill(pid, signal)
      const timer = setTimeout(() => void kill(), graceMs)
      const code = await ended
      clearTimeout(timer)
      return code
    },
  }
}

/** The process that unshare started, as soon as it is inside its root. */
async function childOf(child: ChildProcess, root: string): Promise<number> {
  for (let tries = 0; tries < 500; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    if (child.exitCode != null) break
    try {
      const [pid] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ')
      if (pid && readlinkSync(`/proc/${pid}/root`) === root) return Number(pid)
    } catch {
      // Not there yet.
    }
  }
  child.kill('SIGKILL')
  throw new Error(`Nothing started in ${root}`)
}

/** A network with a loopback interface and nothing else, which is there until it is closed. */
export async function openNetwork(): Promise<{ pid: number; close(): Promise<void> }> {
  const script = 'ip link set lo up && echo ready && exec sleep infinity'
  const args = ['--pdeathsig=KILL', 'unshare', '--net', 'sh', '-euc', script]
  const child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const first = await Promise.race([once(createInterface(child.stdout), 'line'), ended])
  if (first[0] !== 'ready') throw new Error('No network namespace can be made')
  return {
    pid: child.pid!,
    async close() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Deletes a root; refuses while anything is mounted below it, which would be deleted with it. */
export async function removeRoot(
  root: string,
  mounts = readFileSync('/proc/self/mountinfo', 'utf8'),
) {
  const below = mounts
    .split('\n')
    // A blank is written as \\040.
    .map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, code) =>
        String.fromCharCode(parseInt(code, 8)),
      ),
    )
    .filter((point) => point === root || point.startsWith(`${root}/`))
  if (below.length > 0) throw new Error(`Not deleted, for this is mounted: ${below.join(', ')}`)
  // The roots are 67,000 files, which are half of the work for `rm`.
  await promisify(execFile)('rm', ['--recursive', '--force', root])
}

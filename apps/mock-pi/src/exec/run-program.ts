import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** How a program ended: with a code, or by a signal. */
export type Ended = { code: number } | { signal: NodeJS.Signals }

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const
/** A terminal sends these to the program itself. */
const FROM_TERMINAL: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT'])
/** As shells end where they cannot run a command. */
const NOT_FOUND = 127
const NOT_EXECUTABLE = 126

export type Program = { command: string; args: readonly string[]; env: NodeJS.ProcessEnv }

/** Runs a program in the place of this one: same terminal, same streams, and it gets the signals that this one gets. */
export async function runProgram(
  { command, args, env }: Program,
  say: (line: string) => void,
): Promise<Ended> {
  const child = spawn(command, args, { stdio: 'inherit', env })
  const stop = forwardSignals(child)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return signal == null ? { code: code ?? 1 } : { signal }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why =
      code === 'ENOENT' ? 'it is not found' : code === 'EACCES' ? 'it is not executable' : code
    say(`cannot run ${command}: ${why}`)
    return { code: code === 'EACCES' ? NOT_EXECUTABLE : NOT_FOUND }
  } finally {
    stop()
  }
}

function forwardSignals(child: ChildProcess): () => void {
  const hasTerminal = process.stdin.isTTY
  const handlers = FORWARDED.map((signal) => {
    const forward = () => {
      if (!hasTerminal || !FROM_TERMINAL.has(signal)) child.kill(signal)
    }
    process.on(signal, forward)
    return () => process.removeListener(signal, forward)
  })
  return () => handlers.forEach((remove) => remove())
}

/** Ends this process as the program ended. */
export function endAs(ended: Ended) {
  if ('code' in ended) process.exitCode = ended.code
  else process.kill(process.pid, ended.signal)
}

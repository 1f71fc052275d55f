import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CommandPorts } from '../command/command-ports.ts'
import { readMockArguments } from '../command/mock-arguments.ts'
import { UsageError } from '../command/usage-error.ts'
import { findRunningMock, startOwnMock, type UsedMock } from '../command/use-mock.ts'
import { PI_DOMAINS_IN_WORDS } from '../http/pi-hosts.ts'
import { openEntrances, type Entrances } from '../tunnel/open-entrances.ts'
import { programEnvironment, type Environment } from './program-environment.ts'
import { endAs, runProgram, type Ended } from './run-program.ts'
import { writeProgramFiles } from './write-program-files.ts'

const MAX_SAID = 50
const USAGE = 'write `mock-pi exec -- COMMAND`, with options of mock-pi before the --'

/** `mock-pi exec [options] -- COMMAND`: runs a program for which Pi's addresses lead to a mock. */
export async function execCommand(args: string[], ports: CommandPorts): Promise<void> {
  const dashes = args.indexOf('--')
  const [command, ...programArgs] = dashes === -1 ? [] : args.slice(dashes + 1)
  if (command == null) throw new UsageError(USAGE)
  const read = readMockArguments(args.slice(0, dashes), { env: ports.env, port: '0' })
  const { url, onlyPi, options, positionals } = read
  if (positionals.length > 0) throw new UsageError(USAGE)
  const mock = url == null ? await startOwnMock(options, ports) : await findRunningMock(url)
  const ended = await runWithMock(mock, { ports, onlyPi, command, args: programArgs }).finally(() =>
    mock.close(),
  )
  endAs(ended)
}

type Run = { ports: CommandPorts; onlyPi: boolean; command: string; args: readonly string[] }

async function runWithMock(mock: UsedMock, { ports, onlyPi, command, args }: Run): Promise<Ended> {
  const { env } = ports
  const now = ports.now()
  const say = (line: string) => ports.say(`mock-pi exec: ${line}`)
  const entrances = await openEntrances({
    mock: mock.address,
    connectPort: 0,
    onlyPi,
    env,
    now,
    log: sayOnce(say),
  })
  const folder = mkdtempSync(path.join(tmpdir(), 'mock-pi-exec-'))
  try {
    say(`in this command ${PI_DOMAINS_IN_WORDS} are the mock at ${mock.address.url}`)
    const { connectPort } = entrances
    if (connectPort == null) throw new Error('The proxy is not open')
    const added = environmentOf({ mock, entrances, connectPort, folder, env, now })
    return await runProgram({ command, args, env: { ...env, ...added } }, say)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await entrances.close()
  }
}

/** Writes what programs read into the folder, and returns the variables that lead to it. */
export function environmentOf({
  mock,
  entrances: { authority, trusted },
  connectPort,
  folder,
  env,
  now,
}: {
  mock: UsedMock
  entrances: Pick<Entrances, 'authority' | 'trusted'>
  connectPort: number
  folder: string
  env: Environment
  /** In ms. */
  now: number
}): Record<string, string> {
  return programEnvironment({
    env,
    files: writeProgramFiles(folder, { trusted, caCertificate: authority.caCertificate, now }),
    connectPort,
    mockUrl: mock.address.url,
    redirect: fileURLToPath(import.meta.resolve('@aloha-pi/mock-pi/redirect')),
    app: mock.app,
  })
}

/** A program may try a refused host again and again. */
function sayOnce(say: (line: string) => void): (line: string) => void {
  const said = new Set<string>()
  return (line) => {
    if (said.has(line) || said.size >= MAX_SAID) return
    said.add(line)
    say(line)
  }
}

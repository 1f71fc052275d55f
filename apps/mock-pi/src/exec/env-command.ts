import path from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { dataFolder, ownFolder, SHELL_FOLDER } from '../authority/authority-folder.ts'
import type { CommandPorts } from '../command/command-ports.ts'
import { ENV_OPTIONS } from '../command/pages.ts'
import { UsageError } from '../command/usage-error.ts'
import { findRunningMock } from '../command/use-mock.ts'
import { openAuthorityOf } from '../authority/user-authority.ts'
import { trustedOf } from '../tunnel/open-entrances.ts'
import { environmentOf } from './exec-command.ts'

const MAX_WAIT_MS = 10_000
const proxySchema = z.object({ mock_pi_proxy: z.literal(true), url: z.string() })

/** `mock-pi env`: prints the variables of exec as a shell takes them, for a mock that runs with --connect. */
export async function envCommand(args: string[], ports: CommandPorts): Promise<void> {
  const { env } = ports
  const now = ports.now()
  const { values } = parseArgs({
    args,
    options: ENV_OPTIONS,
  })
  const connectPort = Number(values.connect)
  if (!/^[1-9]\d{0,4}$/.test(values.connect) || connectPort > 65_535) {
    throw new UsageError('--connect must be the port of the proxy')
  }
  const mock = await findRunningMock(await askProxy(connectPort))
  const authority = await openAuthorityOf({ env, now })
  const added = environmentOf({
    mock,
    entrances: { authority, trusted: trustedOf(authority, env) },
    connectPort,
    // It stays, because the mock does not learn when the shell ends.
    folder: ownFolder(path.join(dataFolder(env), SHELL_FOLDER)),
    env,
    now,
  })
  ports.print(values.json === true ? JSON.stringify(added) : toShell(added))
}

/** The URL of the mock whose proxy this is; throws a sentence. */
async function askProxy(port: number): Promise<string> {
  const signal = AbortSignal.timeout(MAX_WAIT_MS)
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal })
    return proxySchema.parse(await response.json()).url
  } catch (cause) {
    throw new Error(
      `There is no proxy of a mock on port ${port}. Start one with \`mock-pi --connect ${port}\``,
      { cause },
    )
  }
}

function toShell(variables: Record<string, string>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`)
    .join('\n')
}

import type { CommandPorts } from '../command/command-ports.ts'
import { addressOf } from '../command/use-mock.ts'
import type { MockPi } from '../server/start-mock-pi.ts'
import { openEntrances, type EntranceOptions } from './open-entrances.ts'

type Asked = Pick<EntranceOptions, 'tlsPort' | 'connectPort' | 'onlyPi'>

/** What `--tls-port` and `--connect` add to a mock of the command line, as JSON and for people. */
export async function openBeside(mock: MockPi, asked: Asked, { env, now, say }: CommandPorts) {
  const { tlsPort, connectPort, close } = await openEntrances({
    ...asked,
    mock: addressOf(mock),
    env,
    now: now(),
    log: say,
  }).catch(async (error: unknown) => {
    await mock.close()
    throw error
  })
  const lines = [
    ...(tlsPort == null ? [] : [`  Pi's hosts    by https on 127.0.0.1:${tlsPort}`]),
    ...(connectPort == null ? [] : [`  Proxy         http://127.0.0.1:${connectPort}`]),
  ]
  return { ports: { tlsPort, connectPort }, lines, close }
}

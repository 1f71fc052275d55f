import { createServer } from 'node:https'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { addressOf } from '../../src/command/use-mock.ts'
import { environmentOf } from '../../src/exec/exec-command.ts'
import { startMockPi, type MockPi } from '../../src/server/start-mock-pi.ts'
import { openEntrances } from '../../src/tunnel/open-entrances.ts'
import { haveFolder } from '../have-folder.ts'
import { fetchJson } from '../fetch-json.ts'
import { makeCertificate } from '../redirect/make-certificate.ts'

/** The programs are to reach it through the proxy, which they do not use for 127.0.0.1. */
const OTHER_ADDRESS = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1'

/** A server of https that is not Pi's, with a certificate that the user's SSL_CERT_FILE names. */
async function startOtherHost(folder: string) {
  const { key, cert } = await makeCertificate(`IP:${OTHER_ADDRESS}`)
  const trusted = path.join(folder, 'other.pem')
  writeFileSync(trusted, cert)
  const requests: string[] = []
  const server = createServer({ key, cert }, (req, res) => {
    requests.push(`${req.method} ${req.url}`)
    res.end('from the other host')
  })
  await once(server.listen(0, OTHER_ADDRESS), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `https://${OTHER_ADDRESS}:${port}/hello`, port, trusted, requests }
}

/** A mock with its proxy, and the variables that `mock-pi exec` gives to a program. */
export async function startExec({ onlyPi = false } = {}) {
  const folder = haveFolder()
  const other = await startOtherHost(folder)
  const mock = await startMockPi({ settings: { ledger_close: 'instant' } })
  onTestFinished(() => mock.close())
  const logged: string[] = []
  const env = { ...process.env, MOCK_PI_DATA_DIR: folder, SSL_CERT_FILE: other.trusted }
  const entrances = await openEntrances({
    mock: addressOf(mock),
    connectPort: 0,
    tlsPort: 0,
    onlyPi,
    env,
    now: Date.now(),
    log: (line) => logged.push(line),
  })
  onTestFinished(() => entrances.close())
  const app = {
    apiKey: mock.apiKey,
    walletSeed: mock.wallet.seed,
    network: mock.world.network,
  }
  const connectPort = Number(entrances.connectPort)
  const used = { address: addressOf(mock), app, close: async () => {} }
  const added = environmentOf({
    mock: used,
    entrances,
    connectPort,
    folder,
    env,
    now: Date.now(),
  })
  return { mock, other, folder, logged, entrances, connectPort, env: { ...env, ...added } }
}

export type StartedExec = Awaited<ReturnType<typeof startExec>>

/** What a program prints that has paid and then asked the other host. */
export const PAID = /^.*true\n.*true\n.*true\nfrom the other host\n?$/i

/** Runs a program as `mock-pi exec` runs it, while the user pays what it approves. `args` begin with its file. */
export async function payWith(started: StartedExec, command: string, args: readonly string[]) {
  const { mock, other, env } = started
  const begun = await ask(mock, '', { username: 'alice', amount: 1 })
  const id: string = begun.body.payment.identifier
  const ended = new AbortController()
  const paying = payWhenApproved(mock, id, ended.signal)
  const [program, ...others] = args
  const own = program == null ? [] : [program]
  const run = await runToEnd(command, [...own, id, other.url, ...others], env)
  ended.abort()
  await paying
  return run
}

async function payWhenApproved(mock: MockPi, id: string, ended: AbortSignal) {
  while (!ended.aborted) {
    if ((await ask(mock, `/${id}/pay`)).status === 200) return
    await sleep(50)
  }
}

async function ask({ url }: MockPi, path: string, json: object = {}) {
  return fetchJson(`${url}/_mock/payments${path}`, { method: 'POST', json })
}

/** The exit code, and all that it printed. */
export function runToEnd(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(command, args, { env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error == null ? 0 : (error.code ?? error.signal), stdout, stderr }),
    )
  })
}

export function programFile(name: string): string {
  return fileURLToPath(new URL(`programs/${name}`, import.meta.url))
}

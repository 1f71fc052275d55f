import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startMockPi } from '@aloha-pi/mock-pi'
import { expect, onTestFinished, test } from 'vitest'
import * as yaml from 'yaml'
import { deployPath, readDeploy } from './deploy-file.ts'

const main = fileURLToPath(new URL('../../../../apps/proxy/src/main.ts', import.meta.url))
const run = promisify(execFile)

/** The programs of the compose file, without an engine: a proxy that takes key and wallet from the mock, and the payout. */
test('the programs of the compose file pay once', async () => {
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-try-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { PATH } = process.env
  const proxy = spawn(
    process.execPath,
    // PGlite's code is compiled once and not again for speed: a quarter less work.
    ['--liftoff-only', `--import=${deployPath('try/with-mock.mjs')}`, main, 'serve'],
    {
      env: {
        PATH,
        PI_API_URL: mock.url,
        DATA_DIR: path.join(folder, 'data'),
        HOST: '0.0.0.0',
        DEVELOPMENT_ON_NETWORK: 'true',
        PORT: '0',
        METRICS_PORT: 'off',
        PROXY_READY: 'json',
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = once(proxy, 'exit')
  onTestFinished(async () => {
    proxy.kill()
    await ended
  })
  const [line] = (await once(createInterface(proxy.stdout), 'line')) as [string]
  const port = new URL((JSON.parse(line) as { url: string }).url).port
  // By a name that leads here, as `proxy` does in a container.
  const env = { PATH, MOCK_URL: mock.url, PROXY_URL: `http://localhost:${port}` }
  const { stdout } = await run(process.execPath, [deployPath('try/pay.mjs')], { env })
  expect(stdout).toMatch(/^200 \{"success":true/)
  expect(stdout).toContain('sent twice, and the ledger shows 1 payment of 1 Pi')
})

test('the proxy takes the address of the database that the compose file gives it', async () => {
  const { services } = yaml.parse(readDeploy('compose.yaml'), { merge: true }) as {
    services: { migrate: { environment: Record<string, string> } }
  }
  const { PATH } = process.env
  const env = { PATH, ...services.migrate.environment, PGHOST: '' }
  const refused = await run(process.execPath, [main, 'migrate'], { env }).catch(
    (error: { stderr: string }) => error,
  )
  // No database is there, and nothing is wrong with the address.
  expect(refused.stderr).toMatch(/^Cannot connect to the Postgres in DATABASE_URL \(ENOENT\)/)
})

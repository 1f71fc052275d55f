import { join } from 'node:path'
import { startMockPi } from '@aloha-pi/mock-pi'
import { onTestFinished } from 'vitest'
import type { Env } from '../src/config/env.ts'
import { runCommand } from '../src/run-command.ts'
import { startProxy } from '../src/server/start-proxy.ts'
import { makeTempDir } from '../testkit/open-test-database.ts'
import { createCaller } from './start-test-proxy.ts'

/** A mock with fast ledgers, the variables of a proxy in front of it, and its commands in this process. */
export async function startWatchedProxy() {
  const mock = await startMockPi({ settings: { ledger_close: 200 } })
  onTestFinished(() => mock.close())
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  const env: Env = {
    PI_API_URL: mock.url,
    PI_API_KEY: mock.apiKey,
    PI_WALLET_ADDRESS: mock.wallet.address,
    PI_WALLET_SEED: mock.wallet.seed,
    DATA_DIR: join(folder.path, 'data'),
    PORT: '0',
    METRICS_PORT: '0',
    PAYOUT_LEDGER_MS: '100',
  }
  return {
    mock,
    env,
    /** `proxy LINE` with other variables; undefined leaves one out. */
    async run(line: string, changed: Env = {}) {
      let printed = ''
      const write = (text: string) => (printed += text)
      const outputs = { out: write, err: write }
      const code = await runCommand(line.split(' '), { ...env, ...changed }, outputs)
      return { code, printed, lines: printed.trimEnd().split('\n') }
    },
    async serve() {
      const proxy = await startProxy(env, { log: () => undefined })
      onTestFinished(() => proxy.close())
      const call = createCaller(proxy.url)
      const uid = mock.world.users.find('alice')?.grants.get(mock.appId)?.uid
      const pay = (amount: number, key: string) =>
        call('POST a2u/create', {
          key: proxy.developmentKey ?? '',
          body: JSON.stringify({ payment: { amount, memo: 'A refund', metadata: { key }, uid } }),
        })
      return { ...proxy, pay }
    },
  }
}

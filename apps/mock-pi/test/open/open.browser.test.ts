import { findChromium } from '@aloha-pi/test-browser'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { readdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { haveFolder } from '../have-folder.ts'
import { runCommandIn } from '../run-command.ts'
import { startMock } from '../start-mock.ts'

const chromium = await findChromium()

/** As an app is written for the Pi Browser: Pi's script, and calls of its own server. */
const PAGE = `<!doctype html>
<script src="https://sdk.minepi.com/pi-sdk.js"></script>
<script type="module">
  const tell = (what) => fetch('/told', { method: 'POST', body: JSON.stringify(what) })
  Pi.init({ version: '2.0' })
  const { user, accessToken } = await Pi.authenticate(['username', 'payments'], () => {})
  const me = await fetch('https://api.minepi.com/v2/me', { headers: { Authorization: 'Bearer ' + accessToken } })
  const refused = await fetch('https://foo.minepi.com/').then((response) => response.text(), String)
  await tell({ user: user.username, me: me.status, refused, agent: navigator.userAgent })
  Pi.createPayment({ amount: 1, memo: 'Tea', metadata: { order: 1 } }, {
    onReadyForServerApproval: (id) => tell({ approve: id }),
    onReadyForServerCompletion: (id, txid) => tell({ complete: id, txid }),
    onCancel: (id) => tell({ cancelled: id }),
    onError: (error) => tell({ failed: String(error) }),
  })
</script>`

/** The app with its server, which approves and completes. `told` is what the page told it, in order. */
async function startApp(asApp: Awaited<ReturnType<typeof startMock>>['asApp']) {
  const told: Record<string, unknown>[] = []
  const completed = Promise.withResolvers<unknown>()
  const server = createServer(async (req, res) => {
    if (req.method !== 'POST') return void res.setHeader('content-type', 'text/html').end(PAGE)
    const what = JSON.parse(await text(req))
    told.push(what)
    if ('approve' in what) await asApp('POST', `/payments/${what.approve}/approve`)
    if ('complete' in what) {
      const { body } = await asApp('POST', `/payments/${what.complete}/complete`, {
        txid: what.txid,
      })
      completed.resolve(body.status.developer_completed)
    }
    if ('failed' in what || 'cancelled' in what) completed.resolve(what)
    res.end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, told, completed: completed.promise }
}

/** A browser that also runs as root, which the command itself does not allow. */
function writeBrowser(folder: string): string {
  if (!chromium.ok) throw new Error(chromium.reason)
  const file = path.join(folder, 'browser.sh')
  const env = Object.entries(chromium.env).map(([name, value]) => `export ${name}='${value}'\n`)
  const run = `exec '${chromium.executable}' --no-sandbox --disable-gpu "$@"\n`
  writeFileSync(file, `#!/bin/sh\n${env.join('')}${run}`, { mode: 0o700 })
  return file
}

test('an app with Pi’s script in its source signs in and pays, unchanged', async ({ skip }) => {
  skip(!chromium.ok, chromium.ok ? '' : chromium.reason)
  const mock = await startMock({
    now: Date.now,
    settings: { wallet: { user: 'alice' }, ledger_close: 'instant' },
  })
  const app = await startApp(mock.asApp)
  const [folder, temporary] = [haveFolder(), haveFolder()]
  const env = { MOCK_PI_DATA_DIR: folder, TMPDIR: temporary }

  const options = ['--url', mock.url, '--headless', '--browser', writeBrowser(folder)]
  const command = runCommandIn(env, 'open', ...options, app.url)

  expect(await app.completed).toBe(true)
  expect(app.told[0]).toEqual({
    user: 'alice',
    me: 200,
    refused: expect.stringContaining('foo.minepi.com is not a host that the mock serves'),
    agent: expect.stringMatching(/ PiBrowser$/),
  })
  expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^mock-pi-open-/)])
  command.child.kill('SIGTERM')
  expect(await command.ended()).toBe(0)
  expect(command.printed.stderr).toBe(
    `mock-pi open: in this browser minepi.com, pinet.com and socialchain.app are the mock at ${mock.url}\n`,
  )
  expect(readdirSync(temporary)).toEqual([])
})

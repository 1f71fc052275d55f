import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { packageManager, root } from '../src/root.ts'
import { tourLines } from '../src/tour.ts'
import { main, printedUrls, startStackProcess, temporaryFolder } from './started-stack.ts'

const run = promisify(execFile)

/** Runs `pnpm start --reset`; returns the exit code and what it said. */
const reset = (...args: string[]) =>
  run(process.execPath, [main, '--reset', ...args]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
  )

/** A write, before which the proxy always looks which world the mock has. */
function approve(output: string) {
  const { proxyUrl } = printedUrls(output)
  const authorization = `Bearer ${/aloha_test_\w+/.exec(output)?.[0]}`
  const path = '/v1/transaction/u2a/approve/RKo9DyyzYmmnq4roS1infxy1qc4m'
  return fetch(`${proxyUrl}${path}`, { method: 'POST', headers: { authorization } })
}

/** Calls the shop as the page of alice does. */
function shopAs(shopUrl: string, mockUrl: string) {
  const headers = { 'content-type': 'application/json' }
  const post = async (url: string, body: object) =>
    // Both return an object of strings, and more.
    (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json() as Promise<
      Record<string, string>
    >
  const session = post(`${mockUrl}/_mock/sign-in`, { username: 'alice' }).then(
    ({ access_token: accessToken }) => post(`${shopUrl}/api/session`, { accessToken }),
  )
  return async (path: string, body?: object) => {
    const authorization = `Bearer ${(await session).session}`
    const response = await fetch(`${shopUrl}/api/${path}`, {
      headers: { ...headers, authorization },
      ...(body != null && { method: 'POST', body: JSON.stringify(body) }),
    })
    return response.json()
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Bound to an address, so the address is not that of a pipe.
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('after a reset of the mock, one command brings the proxy back, and the whole tour works', async () => {
  const port = await freePort()
  const folder = path.join(root, `.data/dev-${port}`)
  onTestFinished(async () => {
    for (const each of [folder, `${folder}.start-lock`]) {
      await rm(each, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    }
  })
  const stack = await startStackProcess(null, { proxy: port })
  onTestFinished(() => void stack.child.kill('SIGKILL'))
  const { shopUrl, mockUrl, proxyUrl } = printedUrls(stack.output())
  const proxyKey = /proxy API key +(\S+)/.exec(stack.output())?.[1] ?? ''
  const json = { 'content-type': 'application/json' }
  const call = shopAs(shopUrl, mockUrl)
  await call('orders', { item: 'cake' })
  expect(await call('orders')).toHaveLength(1)
  await fetch(`${mockUrl}/_mock/reset`, { method: 'POST', headers: json, body: '{}' })
  const details = `${proxyUrl}/v1/transaction/u2a/details/RKo9DyyzYmmnq4roS1infxy1qc4m`
  const refused = await approve(stack.output())
  expect(refused.status).toBe(503)
  expect(await refused.text()).toContain(
    `npx -y ${packageManager} start --reset --proxy-port ${port}`,
  )

  expect(await reset('--proxy-port', String(port))).toEqual({
    code: 0,
    said: 'The mock has a new world, the proxy an empty database, and the shop no orders.\n',
  })

  const lines = tourLines({ mockUrl, proxyUrl, proxyKey }).join('\n')
  const { stdout } = await run('bash', ['-euc', lines])
  const responses = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { success: boolean })
  expect(responses.map(({ success }) => success)).toEqual(responses.map(() => true))
  expect(responses.length).toBeGreaterThanOrEqual(6)

  expect(await shopAs(shopUrl, mockUrl)('orders')).toEqual([])

  // As often as it is asked for.
  expect((await reset('--proxy-port', String(port))).code).toBe(0)
  expect((await fetch(details)).status).toBe(200)
  stack.child.kill('SIGINT')
  expect(await stack.exitCode).toBe(0)
  expect(await reset('--proxy-port', String(port))).toEqual({
    code: 1,
    said: `No pnpm start is using ${folder}: there is nothing to reset\n`,
  })
}, 120_000)

test('a folder that the user named is never reset, and no refusal offers it', async () => {
  await using folder = await temporaryFolder()
  const stack = await startStackProcess(folder.path)
  onTestFinished(() => void stack.child.kill('SIGKILL'))
  const { mockUrl } = printedUrls(stack.output())
  const json = { 'content-type': 'application/json' }
  await fetch(`${mockUrl}/_mock/reset`, { method: 'POST', headers: json, body: '{}' })

  expect(await reset('--data-dir', folder.path)).toEqual({
    code: 1,
    said: '--reset deletes nothing in a folder of --data-dir: stop pnpm start and start it again\n',
  })
  const refused = await approve(stack.output())
  expect(refused.status).toBe(503)
  expect(await refused.text()).not.toContain('--reset')
  stack.child.kill('SIGINT')
  await stack.exitCode
}, 60_000)

import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { printedUrls, startStackProcess, temporaryFolder } from './started-stack.ts'

async function occupiedPort(): Promise<AsyncDisposable & { port: number }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}

test('it prints what a user needs', async () => {
  await using folder = await temporaryFolder()
  const stack = await startStackProcess(folder.path)
  const output = stack.output()
  const { mockUrl, proxyUrl } = printedUrls(output)
  stack.child.kill('SIGTERM')
  await stack.exitCode

  expect(output).toMatch(/Pi API key +alohamock[a-z0-9]{55}\n/)
  expect(output).toMatch(/proxy API key +aloha_test_\w+\n/)
  expect(output).toMatch(/wallet +G[A-Z2-7]{55}\n/)
  expect(output).toMatch(/user alice +[0-9a-f-]{36}\n/)
  expect(output).toMatch(/spelling +guide\+wire/)
  expect(output).toContain(`MOCK=${mockUrl}`)
  expect(output).toContain(`PROXY=${proxyUrl}/v1/transaction`)
})

test.each(['mock', 'proxy'] as const)(
  'a taken port of the %s is a sentence that names it, and nothing stays behind',
  async (which) => {
    await using folder = await temporaryFolder()
    await using taken = await occupiedPort()
    const stack = await startStackProcess(folder.path, { [which]: taken.port })
    expect(await stack.exitCode).toBe(1)
    expect(stack.output()).toContain(String(taken.port))
    expect(stack.output()).toMatch(/in use/)
    expect(stack.output()).not.toMatch(/\n\s+at /)
  },
)

test('when it is killed, both servers stop with it', async () => {
  await using folder = await temporaryFolder()
  const stack = await startStackProcess(folder.path)
  const { mockUrl, proxyUrl } = printedUrls(stack.output())
  stack.child.kill('SIGKILL')
  await stack.exitCode
  await expect
    .poll(() => fetch(mockUrl).catch(() => 'stopped'), { timeout: 10_000 })
    .toBe('stopped')
  await expect
    .poll(() => fetch(`${proxyUrl}/healthz`).catch(() => 'stopped'), { timeout: 10_000 })
    .toBe('stopped')
})

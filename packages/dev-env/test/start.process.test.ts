import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
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

test.each(['shop', 'mock', 'proxy'] as const)(
  'a taken port of the %s is a sentence that names it and the option, and nothing is touched',
  async (which) => {
    await using folder = await temporaryFolder()
    await using taken = await occupiedPort()
    const dataDir = path.join(folder.path, 'dev')
    const stack = await startStackProcess(dataDir, { [which]: taken.port })
    expect(await stack.exitCode).toBe(1)
    expect(stack.output()).toBe(
      `Port ${taken.port} is in use: stop the program that uses it, or choose another port: pnpm start --${which}-port ${taken.port + 1000}\n`,
    )
    expect(await readdir(folder.path)).toEqual([])
  },
)

test('the shop loads the SDK of the mock, and sells', async () => {
  await using folder = await temporaryFolder()
  const stack = await startStackProcess(folder.path)
  const { shopUrl, mockUrl } = printedUrls(stack.output())
  const page = await (await fetch(shopUrl)).text()
  const items = await (await fetch(`${shopUrl}/api/items`)).json()
  const script = await (await fetch(`${mockUrl}/pi-sdk.js`)).text()
  stack.child.kill('SIGINT')
  expect(await stack.exitCode).toBe(0)
  expect(/http:\S+/.exec(stack.output())?.[0]).toBe(shopUrl)
  expect(page).toContain(`<script src="${mockUrl}/pi-sdk.js"></script>`)
  expect(items).toContainEqual({ id: 'coffee', name: 'A cup of coffee', price: 3.14 })
  expect(script).toContain('createPayment')
})

test('a folder with files of somebody else is refused, and they stay', async () => {
  await using folder = await temporaryFolder()
  await writeFile(path.join(folder.path, 'thesis.txt'), 'precious')
  const stack = await startStackProcess(folder.path)
  expect(await stack.exitCode).toBe(1)
  expect(stack.output()).toContain('has files that pnpm start did not make')
  expect(await readdir(folder.path)).toEqual(['thesis.txt'])
})

test('a file in place of the data folder is a sentence', async () => {
  await using folder = await temporaryFolder()
  const dataDir = path.join(folder.path, 'dev')
  await writeFile(dataDir, 'precious')
  const stack = await startStackProcess(dataDir)
  expect(await stack.exitCode).toBe(1)
  expect(stack.output()).toBe(
    `The data folder ${dataDir} cannot be used: something that is not a folder is in its place\n`,
  )
})

test.each([
  ['--mock-prt=1', "Unknown option '--mock-prt'"],
  ['--mock-port=4x', '--mock-port must be a port number from 0 to 65535, not "4x"'],
])('the argument %s is refused with a sentence', async (argument, sentence) => {
  await using folder = await temporaryFolder()
  const stack = await startStackProcess(folder.path, {}, [argument])
  expect(await stack.exitCode).toBe(1)
  expect(stack.output()).toMatch(new RegExp(`^${sentence}`))
  expect(stack.output()).not.toMatch(/\n\s+at /)
})

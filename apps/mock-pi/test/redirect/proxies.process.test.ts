import { expect, test } from 'vitest'
import { startProxy } from './start-proxy.ts'
import { startRecordingServer } from './recording-server.ts'
import { runProgram } from './run-program.ts'

async function askThroughProxy(more: Record<string, string> = {}) {
  const mock = await startRecordingServer((res) => res.end('from the mock'))
  const proxy = await startProxy()
  const none = { no_proxy: undefined, NO_PROXY: undefined, https_proxy: undefined }
  const env = { ...none, MOCK_PI_URL: mock.url, HTTPS_PROXY: proxy.url, ...more }
  const { stdout } = await runProgram('ask-through-proxy.mjs', { env })
  return { proxy, heard: JSON.parse(stdout) }
}

const everyone = ['axios 1', 'axios 0', 'undici', 'fetch', 'https']
const all = (words: string) => Object.fromEntries(everyone.map((name) => [name, words]))

test("programs behind a proxy reach the mock past it, for Pi's hosts are put into NO_PROXY", async () => {
  const { proxy, heard } = await askThroughProxy()
  expect(heard).toEqual(all('from the mock'))
  expect(proxy.asked).toEqual([])
})

test('a list in no_proxy, which hides NO_PROXY, is added to', async () => {
  const { proxy, heard } = await askThroughProxy({ no_proxy: 'other.example' })
  expect(heard).toEqual(all('from the mock'))
  expect(proxy.asked).toEqual([])
})

test('the proxy support of Node itself is passed by as well', async () => {
  const { proxy, heard } = await askThroughProxy({ NODE_USE_ENV_PROXY: '1' })
  expect(heard).toEqual(all('from the mock'))
  expect(proxy.asked).toEqual([])
})

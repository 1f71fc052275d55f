import { expect, test } from 'vitest'
import { runCommand } from './run-command.ts'
import { startMock } from './start-mock.ts'

test('mock-pi explain tells what became of a request', async () => {
  const { asApp, url } = await startMock()
  const refused = await asApp('GET', '/payments/unknown')
  const id = refused.headers.get('x-request-id') ?? ''

  const command = runCommand('explain', id, '--url', url)

  expect(await command.ended()).toBe(0)
  expect(command.printed.stdout).toContain(
    'GET /v2/payments/unknown → 404   rule payment/not_found',
  )
  for (const title of ['What happened', 'Why', 'What the real Pi does', 'What to do next']) {
    expect(command.printed.stdout).toContain(`\n${title}\n  `)
  }
})

test.each([
  [['explain', 'unknown'], 'mock-pi: No request unknown is remembered.'],
  [['explain', 'a', 'b'], 'mock-pi: explain takes one id: the value of x-request-id'],
])('%j fails with a sentence', async (args, sentence) => {
  const { url } = await startMock()
  const command = runCommand(...args, '--url', url)
  expect(await command.ended()).toBe(1)
  expect(command.printed.stderr).toContain(sentence)
})

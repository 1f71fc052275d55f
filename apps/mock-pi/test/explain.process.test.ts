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

test('an id that no mock knows ends with exit code 1 and a sentence', async () => {
  const { url } = await startMock()
  const command = runCommand('explain', 'unknown', '--url', url)
  expect(await command.ended()).toBe(1)
  expect(command.printed.stderr).toContain('mock-pi: No request unknown is remembered.')
})

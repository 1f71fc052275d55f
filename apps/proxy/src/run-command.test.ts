import { expect, test } from 'vitest'
import { runCommand } from './run-command.ts'

test('--version prints only the version', async () => {
  const printed = { out: '', err: '' }
  const code = await runCommand(
    ['--version'],
    {},
    { out: (text) => (printed.out += text), err: (text) => (printed.err += text) },
  )
  expect({ code, ...printed }).toEqual({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    err: '',
  })
})

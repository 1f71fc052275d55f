import { usePi, type UsePiOptions } from '@aloha-pi/mock-pi/playwright'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'

/** What usePi says before it asks anything of the page. */
function refusal(mock: { url: string }, options?: UsePiOptions) {
  const page = {
    once: () => undefined,
    route: async () => undefined,
    unroute: async () => undefined,
  }
  return usePi(page, mock, options).then(
    () => 'taken',
    (error: Error) => error.message,
  )
}

test('wrong options are refused by name', async () => {
  const mock = await startMock()
  const wrong = { user: 'alice', payment: 'maybe', consent: 'yes', delayMs: -1 } as const
  expect([
    await refusal(mock, { payment: 'cancel' }),
    await refusal(mock, { user: 'alice', payment: wrong.payment as never }),
    await refusal(mock, { user: 'alice', consent: wrong.consent as never }),
    await refusal(mock, { user: 'alice', delayMs: wrong.delayMs }),
    await refusal(mock, { user: 'alice', delay: 1 } as never),
    await refusal(mock, { user: undefined }),
  ]).toEqual([
    'usePi: user is required',
    'usePi: payment must be "pay", "cancel", "cancel-after-approval", "ignore" or "pay-silently"',
    'usePi: consent must be "allow" or "refuse"',
    'usePi: delayMs must be whole, from 0 to 600000',
    'usePi: options must not have "delay"',
    'taken',
  ])
})

test('an unknown user is refused with those that there are', async () => {
  const mock = await startMock()
  await mock.control('/users', { username: 'bob' })
  expect(await refusal(mock, { user: 'carol' })).toBe(
    'usePi: user must be a user of the mock (alice, bob), not "carol"',
  )
})

test('what is not a mock of this machine is refused', async () => {
  const { url } = await startMock()
  expect([
    await refusal({ url: 'http://127.0.0.1:9' }),
    await refusal({ url: 'https://pi.example' }),
    await refusal({ url: 'http://pi.example' }),
    await refusal({ url: `${url}/v2` }),
    await refusal({ url: undefined } as never),
  ]).toEqual([
    'usePi: the mock at http://127.0.0.1:9 does not respond',
    'usePi: the url of the mock must be a URL like http://127.0.0.1:3141',
    expect.stringContaining('must name this machine'),
    expect.stringContaining('must be only an origin'),
    'usePi: the url of the mock must be a URL like http://127.0.0.1:3141',
  ])
})

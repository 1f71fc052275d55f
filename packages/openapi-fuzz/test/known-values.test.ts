import { expect, test } from 'vitest'
import { createKnownValues } from '../src/known-values.ts'
import { createRandom } from '../src/random.ts'

test('a secret that the journal masked is not sent as one', () => {
  const known = createKnownValues()
  known.learn({ response: { access_token: '… (a token)' } })
  expect(known.pick('accessToken', createRandom(1))).toBeUndefined()
  known.learn({ access_token: 'a-token' })
  expect(known.pick('accessToken', createRandom(1))).toBe('a-token')
})

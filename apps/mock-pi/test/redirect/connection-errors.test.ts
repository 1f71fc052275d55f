import { expect, test } from 'vitest'
import { explainNoMock } from '../../src/redirect/connection-errors.ts'

const mock = { url: 'http://localhost:3141', host: 'localhost', port: 3141 }
const refused = (address: string) =>
  Object.assign(new Error(`connect ECONNREFUSED ${address}:3141`), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  })

test('a name with two addresses, of which none responds, gives an error with both', () => {
  const both = new AggregateError([refused('::1'), refused('127.0.0.1')])
  const error = explainNoMock(Object.assign(both, { code: 'ECONNREFUSED' }), 'api.minepi.com', mock)

  expect(error).toMatchObject({ code: 'ECONNREFUSED', cause: both })
  expect(error.message).toBe(
    'api.minepi.com is redirected to the mock at http://localhost:3141, which does not respond (connect ECONNREFUSED ::1:3141, connect ECONNREFUSED 127.0.0.1:3141). Start it with `mock-pi --port 3141`, or set MOCK_PI_URL to another one.',
  )
})

test('an error that is not of the system is passed on unchanged', () => {
  const abort = new DOMException('This operation was aborted', 'AbortError')
  expect(explainNoMock(abort, 'api.minepi.com', mock)).toBe(abort)
})

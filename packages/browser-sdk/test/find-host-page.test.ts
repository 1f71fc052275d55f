import { afterEach, expect, test, vi } from 'vitest'
import { findHostPage } from '../src/host/frame/find-host-page.ts'
import { FRAME_NAME, readMessage } from '../src/host/protocol.ts'

const MOCK = 'http://127.0.0.1:3141'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** A page with these frames around it; undefined: a browser that does not tell. */
function inFrame(ancestors: string[] | undefined, name = '') {
  vi.stubGlobal('window', { parent: {}, name })
  vi.stubGlobal('location', ancestors == null ? {} : { ancestorOrigins: ancestors })
}

test('a page that is in no frame has no host page', () => {
  const window: { parent?: unknown } = {}
  window.parent = window
  vi.stubGlobal('window', window)
  expect(findHostPage(MOCK)).toBeUndefined()
})

test.each([
  [[MOCK], MOCK],
  [['http://localhost:3141'], 'http://localhost:3141'],
  [['http://[::1]:3141'], 'http://[::1]:3141'],
  [['http://localhost:3142'], undefined],
  [['https://localhost:3141'], undefined],
  [['https://evil.example'], undefined],
  [['http://127.0.0.1.nip.io:3141'], undefined],
  [['null'], undefined],
  [['https://evil.example', MOCK], undefined],
  [[], undefined],
])('in the frames of %j the host page is %s', (ancestors, host) => {
  inFrame(ancestors, FRAME_NAME)
  expect(findHostPage(MOCK)).toBe(host)
})

test('the parts of a public address are one origin', () => {
  inFrame(['https://pi.example'])
  expect(findHostPage('https://pi.example/mock')).toBe('https://pi.example')
  expect(findHostPage('https://other.example')).toBeUndefined()
})

test('where a browser does not tell, the name of the frame does, and the origin is that of the mock', () => {
  inFrame(undefined, FRAME_NAME)
  expect(findHostPage(`${MOCK}/path`)).toBe(MOCK)
  inFrame(undefined, 'another')
  expect(findHostPage(MOCK)).toBeUndefined()
})

test.each([
  ['{"id":0,"type":"@pi:a"}', { id: 0, type: '@pi:a', payload: {} }],
  ['{"id":"x-1","payload":{"a":1}}', { id: 'x-1', type: undefined, payload: { a: 1 } }],
  ['{"id":0,"type":7,"payload":[1]}', { id: 0, type: undefined, payload: {} }],
  ['{"type":"@pi:a"}', undefined],
  ['{"id":null}', undefined],
  ['[]', undefined],
  ['null', undefined],
  ['no JSON', undefined],
  [{ id: 0 }, undefined],
])('the message %j is read as %j', (data, message) => {
  expect(readMessage(data)).toEqual(message)
})

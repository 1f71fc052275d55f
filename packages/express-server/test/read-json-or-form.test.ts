import { expect, test } from 'vitest'
import { serveTiny } from './tiny-server.ts'

const FORM = 'application/x-www-form-urlencoded'
const forms = { numbers: ['amount', 'payment.amount'], takesQuery: true }
const limits = { bytes: 100_000, depth: 8, keys: 64 }

async function send(
  body: string | Uint8Array<ArrayBuffer>,
  { type = FORM, path = '/things' }: { type?: string | null; path?: string } = {},
) {
  const { ask } = await serveTiny(limits, forms)
  // fetch adds no content type to bytes.
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const headers: Record<string, string> = type == null ? {} : { 'content-type': type }
  return ask(path, { method: 'POST', headers, body: bytes })
}
const received = (value: unknown) => ({ status: 200, body: { received: value } })
const refused = (refusal: string, reason: string) => ({
  status: 400,
  body: { kind: 'body', refusal, reason },
})

test.each<[string, unknown]>([
  ['txid=abc', { txid: 'abc' }],
  ['txid=', { txid: '' }],
  ['memo=Gr%C3%BC%C3%9Fe+%26+x', { memo: 'Grüße & x' }],
  [
    'payment[memo]=m&payment[metadata][order]=1&payment[metadata][a][b]=c',
    { payment: { memo: 'm', metadata: { order: '1', a: { b: 'c' } } } },
  ],
  ['payment%5Bmemo%5D=m', { payment: { memo: 'm' } }],
  ['list[]=a&list[]=b', { list: ['a', 'b'] }],
  [
    'notifications[0][title]=a&notifications[0][body]=b&notifications[1][title]=c',
    { notifications: [{ title: 'a', body: 'b' }, { title: 'c' }] },
  ],
  ['constructor=1&hasOwnProperty=2', { constructor: '1', hasOwnProperty: '2' }],
])('the form %s is read as Rails reads it', async (form, fields) => {
  expect(await send(form)).toEqual(received(fields))
})

test.each<[string, unknown]>([
  ['amount=3.14', { amount: 3.14 }],
  ['payment[amount]=1', { payment: { amount: 1 } }],
  ['payment[amount]=1e-7', { payment: { amount: 1e-7 } }],
  ['payment[amount]=1,5', { payment: { amount: '1,5' } }],
  ['payment[amount]=', { payment: { amount: '' } }],
  ['payment=1&metadata[amount]=2', { payment: '1', metadata: { amount: '2' } }],
])('in %s the text of a number is a number, and no other text is', async (form, fields) => {
  expect(await send(form)).toEqual(received(fields))
})

test('a number of more digits than a double keeps is refused at its field', async () => {
  expect(await send('payment[amount]=0.12345678901234567891')).toEqual({
    status: 400,
    body: {
      kind: 'invalid',
      where: 'body',
      issue: {
        field: 'payment.amount',
        rule: 'must not have more digits than a 64-bit float keeps',
      },
    },
  })
})

test.each([
  [`${FORM}; charset=UTF-8`, 'a=b', { a: 'b' }],
  ['Application/X-WWW-Form-Urlencoded', 'a=b', { a: 'b' }],
  [null, 'txid=abc', { txid: 'abc' }],
  [null, ' {"txid":"abc"}', { txid: 'abc' }],
  ['application/json', '{"txid":"abc"}', { txid: 'abc' }],
])('with the content type %s the body %s is read', async (type, body, value) => {
  expect(await send(body, { type })).toEqual(received(value))
})

test.each([
  ['?txid=q', '', { txid: 'q' }],
  ['?txid=q&payment[amount]=2', 'memo=b', { txid: 'q', payment: { amount: 2 }, memo: 'b' }],
  ['?txid=q', 'txid=b', { txid: 'b' }],
])('of %s and the body "%s" the body counts more', async (query, body, value) => {
  expect(await send(body, { path: `/things${query}` })).toEqual(received(value))
})

test('a JSON body that is not an object stays what it is, whatever the query says', async () => {
  const response = await send('[1]', { type: 'application/json', path: '/things?txid=q' })
  expect(response).toEqual(received([1]))
})

test.each([
  ['__proto__[admin]=1', refused('malformed', 'it has the key "__proto__"')],
  ['a[__proto__][admin]=1', refused('malformed', 'it has the key "__proto__"')],
  ['a%5B__proto__%5D=1', refused('malformed', 'it has the key "__proto__"')],
  ['a=%zz', refused('malformed', 'it has a malformed percent escape')],
  ['a=%ff', refused('malformed', 'it has a malformed percent escape')],
  [`a${'[b]'.repeat(9)}=1`, refused('too_complex', 'its fields are too many or nest too deep')],
  [
    Array.from({ length: 5_001 }, (_, at) => `a${at}=1`).join('&'),
    refused('too_complex', 'its fields are too many or nest too deep'),
  ],
  [
    Array.from({ length: 65 }, (_, at) => `a${at}=1`).join('&'),
    refused('too_complex', 'it has more than 64 keys'),
  ],
])('the form %.40s is refused', async (form, response) => {
  expect(await send(form)).toEqual(response)
  expect(Object.prototype).not.toHaveProperty('admin')
})

test.each([
  [`${FORM}; charset=latin1`, 'a=b', 'its charset is not utf-8'],
  ['text/plain', 'a=b', 'its content type is "text/plain"'],
  ['multipart/form-data; boundary=x', 'a=b', 'its content type is "multipart/form-data"'],
])('a body with the content type %s is refused', async (type, body, reason) => {
  expect(await send(body, { type })).toEqual(refused('unsupported_media_type', reason))
})

test('bytes that are not UTF-8 are refused', async () => {
  expect(await send(Uint8Array.of(0x61, 0x3d, 0xff))).toEqual(
    refused('malformed', 'it is not valid UTF-8'),
  )
})

test('a route whose contract says nothing of forms takes none', async () => {
  expect(await send('item[count]=1', { path: '/orders' })).toEqual(
    refused('unsupported_media_type', `its content type is "${FORM}"`),
  )
})

test('a route without a body ignores a form', async () => {
  expect(await send('a=b', { path: '/things/abc/ping' })).toEqual(received('undefined'))
})

import { expect, onTestFinished, test } from 'vitest'
import { describeBindFailure, listen, type ListenOptions } from '../src/index.ts'

const choose = { port: 'set PORT to another', host: 'set HOST to another' }

/** The sentence for a server that does not start. */
async function refusal(options: Pick<ListenOptions, 'port' | 'hosts'>) {
  const outcome = await listen({ handler: () => {}, ...options }).catch((error: unknown) => error)
  return describeBindFailure(outcome, options, choose)
}

test('a port in use is named, with what to do', async () => {
  const holder = await listen({ handler: () => {}, port: 0 })
  onTestFinished(() => holder.close())
  expect(await refusal({ port: holder.port })).toBe(
    `Port ${holder.port} is in use: stop the program that uses it, or set PORT to another`,
  )
})

test('an address that is not here is named', async () => {
  expect(await refusal({ port: 0, hosts: ['192.0.2.1'] })).toBe(
    '192.0.2.1 is not an address of this machine: set HOST to another',
  )
})

test.each([
  // As root this may bind every port, and a name would be asked of a name server.
  ['EACCES', 'Port 80 needs more permissions than this user has: set PORT to another'],
  ['ENOTFOUND', 'pi.test is not an address of this machine: set HOST to another'],
])('%s has a sentence', (code, sentence) => {
  const error = Object.assign(new Error(code), { code })
  expect(describeBindFailure(error, { port: 80, hosts: ['pi.test'] }, choose)).toBe(sentence)
})

test('any other error has no sentence', () => {
  const error = Object.assign(new Error('too many'), { code: 'EMFILE' })
  for (const each of [error, new Error('x'), undefined]) {
    expect(describeBindFailure(each, { port: 1 }, choose)).toBeUndefined()
  }
})

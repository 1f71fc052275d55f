import { expect, test } from 'vitest'
import { createReporter } from '../src/mock/send-reports.ts'

const report = (name: string) => ({ kind: 'call' as const, name })

test('reports are sent one after the other, and a failed one is left out', async () => {
  const sent: string[] = []
  const send = createReporter(async ({ name }) => {
    sent.push(name)
    if (name === 'b') throw new Error('refused')
  })
  for (const name of ['a', 'b', 'c']) send(report(name))
  await expect.poll(() => sent).toEqual(['a', 'b', 'c'])
})

test('at most 50 wait while the mock does not respond', async () => {
  const sent: string[] = []
  let respond: () => void = () => undefined
  const send = createReporter(({ name }) => {
    sent.push(name)
    return new Promise<void>((resolve) => {
      respond = resolve
    })
  })
  for (let count = 0; count < 1000; count += 1) send(report(`r${count}`))
  expect(sent).toEqual(['r0'])
  for (let count = 0; count < 100; count += 1) {
    respond()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(sent).toHaveLength(51)
})

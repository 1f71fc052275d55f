import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { packExclusively } from '../src/build/pack-exclusively.ts'

test('two runs in one clone do not overlap, also when the first one fails', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'aloha-pi-pack-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const seen: string[] = []
  const runOf = (name: string, end: () => void) =>
    packExclusively(root, async () => {
      seen.push(`${name} begins`)
      await setTimeout(50)
      seen.push(`${name} ends`)
      end()
    })
  const first = runOf('first', () => {
    throw new Error('planted')
  })
  const second = runOf('second', () => undefined)
  await expect(first).rejects.toThrow('planted')
  await second
  expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

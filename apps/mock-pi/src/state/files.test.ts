import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writePrivateFile } from './files.ts'

function haveFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'mock-pi-state-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('a file is replaced as a whole, and is for this user only', async () => {
  const folder = haveFolder()
  const file = path.join(folder, 'state.json')
  writeFileSync(file, 'before', { mode: 0o644 })
  const { ino } = statSync(file)
  // A write that was killed left it.
  writeFileSync(`${file}.tmp`, 'half of', { mode: 0o666 })
  await writePrivateFile(file, 'after')
  expect(readFileSync(file, 'utf8')).toBe('after')
  const found = statSync(file)
  expect([found.mode & 0o777, found.ino === ino]).toEqual([0o600, false])
  expect(readdirSync(folder)).toEqual(['state.json'])
})

test('a link stays a link, and what it leads to is replaced', async () => {
  const folder = haveFolder()
  const file = path.join(folder, 'state.json')
  writeFileSync(path.join(folder, 'real.json'), 'before')
  symlinkSync('real.json', file)
  await writePrivateFile(file, 'after')
  expect(readFileSync(path.join(folder, 'real.json'), 'utf8')).toBe('after')
  expect(readdirSync(folder).toSorted()).toEqual(['real.json', 'state.json'])
})

test('what cannot be written is a sentence, and nothing is left', async () => {
  const folder = haveFolder()
  await expect(writePrivateFile(folder, 'x')).rejects.toThrow(
    `${folder} cannot be written: it is not a file`,
  )
  const missing = path.join(folder, 'none', 'state.json')
  await expect(writePrivateFile(missing, 'x')).rejects.toThrow(
    `${missing} cannot be written: its folder does not exist`,
  )
  expect(readdirSync(folder)).toEqual([])
})

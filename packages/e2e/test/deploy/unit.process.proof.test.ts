import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { readDeploy } from './deploy-file.ts'

const unit = readDeploy('aloha-proxy.service')

/** Runs systemd-analyze on a unit; undefined where it is missing, or too old for `--offline`. */
async function analyze(text: string, ...args: string[]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-unit-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'aloha-proxy.service')
  // Any program that exists here.
  await writeFile(file, text.replace('/usr/bin/node ', `${process.execPath} `))
  try {
    const { stdout, stderr } = await promisify(execFile)('systemd-analyze', [...args, file], {
      env: { ...process.env, SYSTEMD_COLORS: '0', SYSTEMD_PAGER: 'cat' },
    })
    return { code: 0, printed: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string }
    if (typeof code !== 'number' || /offline/.test(stderr)) return undefined
    return { code, printed: stdout + stderr }
  }
}
const MISSING = 'systemd-analyze 250 or newer is not installed'

test('systemd knows each setting of the unit', async ({ skip }) => {
  const found = await analyze(unit, 'verify')
  if (found == null) return skip(MISSING)
  const ours = (printed: string) => printed.split('\n').filter((line) => /aloha-proxy/.test(line))
  expect(ours(found.printed)).toEqual([])
  const wrong = await analyze(unit.replace('RemoveIPC', 'RemovesIPC'), 'verify')
  expect(ours(wrong?.printed ?? '')).toEqual([expect.stringContaining('RemovesIPC')])
})

test('the unit exposes little', async ({ skip }) => {
  const found = await analyze(unit, 'security', '--offline=true', '--no-pager', '--threshold=20')
  if (found == null) return skip(MISSING)
  expect(found).toMatchObject({
    code: 0,
    printed: expect.stringMatching(/exposure level .*: 1\.\d/),
  })
})

// Puts Scalar's standalone script into vendor/. As a dependency it would bring some 890 packages for one file.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { digest, scalar, vendoredScalar } from './vendored-scalar.ts'

const release = `${scalar.package}@${scalar.version}`
const folder = mkdtempSync(join(tmpdir(), 'vendor-scalar-'))
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })

function requireEqual(what: string, actual: string, expected: string) {
  if (actual !== expected) throw new Error(`${what} is ${actual}, and should be ${expected}`)
}

try {
  const told = run('npm', 'view', release, 'dist.integrity').trim()
  requireEqual(`The registry's integrity of ${release}`, told, scalar.integrity)

  const tarball = join(folder, run('npm', 'pack', release, '--silent').trim())
  const packed = `sha512-${digest('sha512', readFileSync(tarball), 'base64')}`
  requireEqual(`The integrity of ${tarball}`, packed, scalar.integrity)

  run('tar', '-xzf', tarball, scalar.file, 'package/package.json')
  const manifest: { license?: string } = JSON.parse(
    readFileSync(join(folder, 'package/package.json'), 'utf8'),
  )
  // vendor/LICENSE holds the text of this licence: the tarball names it and does not carry it.
  requireEqual(`The licence of ${release}`, manifest.license ?? 'missing', 'MIT')

  const script = readFileSync(join(folder, scalar.file))
  requireEqual(`The hash of ${scalar.file}`, digest('sha256', script, 'hex'), scalar.sha256)

  const zipped = gzipSync(script, { level: 9 })
  // Byte 9 of a gzip header names the operating system: 255 is "unknown" everywhere.
  zipped[9] = 255
  writeFileSync(vendoredScalar, zipped)
  console.log(`${vendoredScalar.pathname}: ${zipped.length} bytes, ${script.length} unzipped`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

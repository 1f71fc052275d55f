// Packs what is published into .data/tarballs, and checks each tarball.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { checkTarball } from './check/check-tarball.ts'
import { packAll, ROOT } from './build/pack-all.ts'

const destination = path.join(ROOT, '.data/tarballs')
rmSync(destination, { recursive: true, force: true })
mkdirSync(destination, { recursive: true })

for (const packed of await packAll(destination)) {
  const { files, bytes, faults } = await checkTarball(packed)
  const name = path.relative(ROOT, packed.tarball)
  console.log(`${name}: ${(bytes / 1000).toFixed(1)} kB, ${files} files`)
  for (const fault of faults) console.error(`  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
}

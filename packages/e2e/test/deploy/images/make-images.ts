import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readDeploy } from '../deploy-file.ts'
import { buildImages, type Image } from './build-images.ts'
import { debianRoot, isLeft, UNREACHABLE, whyNoRoot } from './debian-root.ts'
import { removeRoot } from './enter-root.ts'
import { readDockerfile } from './read-dockerfile.ts'

const clone = fileURLToPath(new URL('../../../../../', import.meta.url))

export type Images = {
  /** What both began with. */
  base: string
  proxy: Image
  mock: Image
  remove(): Promise<void>
}

/** The images of `deploy/Dockerfile`, or the reason why they cannot be made here. */
export async function makeImages(): Promise<Images | { missing: string }> {
  const missing = await whyNoRoot()
  if (missing != null) return { missing }
  const stages = readDockerfile(readDeploy('Dockerfile'))
  const node = `node:${process.versions.node.split('.')[0]}-slim`
  for (const { name, base } of stages) {
    if (base !== node) throw new Error(`The stage ${name} begins with ${base}, not with ${node}`)
  }
  const data = path.join(clone, '.data')
  const all = path.join(data, 'images')
  await mkdir(all, { recursive: true })
  for (const name of (await readdir(all)).filter(isLeft)) await removeRoot(path.join(all, name))
  const folder = path.join(all, `images.of-${process.pid}`)
  const remove = () => removeRoot(folder)
  try {
    const base = await debianRoot(data)
    await mkdir(folder)
    const ignored = readDeploy('Dockerfile.dockerignore')
    const { proxy, mock } = await buildImages(stages, { base, folder, context: clone, ignored })
    if (proxy == null || mock == null)
      throw new Error('Dockerfile: no stage is named proxy or mock')
    return { base, proxy, mock, remove }
  } catch (error) {
    await remove()
    const { message, stdout = '', stderr = '' } = error as Error & Record<string, string>
    const [reason] = UNREACHABLE.exec(`${message}${stdout}${stderr}`) ?? []
    if (reason == null) throw error
    return { missing: `a download failed: ${reason}` }
  }
}

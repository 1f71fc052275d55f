import { NodeFS } from '@electric-sql/pglite/nodefs'

type Init = NodeFS['init']
type Attributes = { mode?: number }
/** What Emscripten calls to make files and to change their modes. */
type Operations = {
  node_ops: {
    setattr(node: unknown, attributes: Attributes): unknown
    mknod(parent: unknown, name: string, mode: number, device: number): unknown
  }
  stream_ops: { setattr(stream: unknown, attributes: Attributes): unknown }
}
const OTHERS = 0o077

/**
 * The folder of PGlite, in which every file is made for its owner only. By itself PGlite makes files that anyone may
 * write, whatever the umask: Emscripten sets their modes after it has made them.
 */
export class PrivateNodeFS extends NodeFS {
  override async init(...[pg, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(pg, options)
    const preRun = [...(emscriptenOpts.preRun ?? []), closeToOthers]
    return { emscriptenOpts: { ...emscriptenOpts, preRun } }
  }
}

function closeToOthers({ NODEFS }: { NODEFS: unknown }) {
  // Its type declares only how to mount it.
  const { node_ops, stream_ops } = NODEFS as Operations
  const { setattr, mknod } = node_ops
  const { setattr: setStream } = stream_ops
  node_ops.setattr = (node, attributes) => setattr(node, closed(attributes))
  node_ops.mknod = (parent, name, mode, device) => mknod(parent, name, mode & ~OTHERS, device)
  stream_ops.setattr = (stream, attributes) => setStream(stream, closed(attributes))
}

function closed(attributes: Attributes): Attributes {
  return attributes.mode == null ? attributes : { ...attributes, mode: attributes.mode & ~OTHERS }
}

// The packages that hold Node itself declare `os` and `cpu` as texts, which pnpm does not read: it would install
// the binaries of all systems. Here they become the lists that pnpm expects.
const HOLDS_NODE = /^node-(bin-)?(darwin|linux|win)-\w+$/

module.exports = {
  hooks: {
    readPackage(manifest) {
      if (!HOLDS_NODE.test(manifest.name)) return manifest
      return { ...manifest, os: [manifest.os].flat(), cpu: [manifest.cpu].flat() }
    },
  },
}

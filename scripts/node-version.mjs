/** Says in plain words when Node is too old for Astro. Plain JavaScript, for an old Node cannot read the rest. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `This needs Node 22.19 or newer, and this is ${process.versions.node}. Run “npm install” first: on Linux it brings the right one. Elsewhere install the version in .nvmrc (24), then try again: https://nodejs.org\n`,
  );
  process.exit(1);
}

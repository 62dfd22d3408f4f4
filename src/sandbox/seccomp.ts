import { SandboxError } from '../engine/testRunner.ts';

/**
 * System calls that tests do not need and hostile code could use: memory that no limit counts (memfd, SysV shared
 * memory), other processes' memory, kernel keys, and rarely used kernel entry points.
 */
const refused: Readonly<Record<'x64' | 'arm64', readonly number[]>> = {
  // memfd_create shmget ptrace process_vm_readv/writev pidfd_getfd memfd_secret add_key request_key keyctl
  // bpf perf_event_open userfaultfd open_by_handle_at io_uring_setup/enter/register
  x64: [319, 29, 101, 310, 311, 438, 447, 248, 249, 250, 321, 298, 323, 304, 425, 426, 427],
  arm64: [279, 194, 117, 270, 271, 438, 447, 217, 218, 219, 280, 241, 282, 265, 425, 426, 427],
};
const auditArch = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;

const load = 0x20;
const jumpEqual = 0x15;
const jumpAtLeast = 0x35;
const giveBack = 0x06;
const allow = 0x7fff0000;
const refuse = 0x00050001;
const kill = 0x80000000;
const x32Bit = 0x40000000;

/**
 * A compiled seccomp filter for bubblewrap: the refused calls fail with EPERM, programs of another architecture
 * are killed. Throws SandboxError on processors other than x64 and arm64.
 */
export function seccompFilter(): Buffer {
  const { arch } = process;
  if (arch !== 'x64' && arch !== 'arm64') {
    throw new SandboxError(
      'no-isolation',
      `No system call filter for ${arch}.`,
      'Run on an x64 or arm64 machine.',
    );
  }
  const calls = refused[arch];
  const body: [code: number, whenTrue: number, whenFalse: number, value: number][] = [
    [load, 0, 0, 4],
    [jumpEqual, 1, 0, auditArch[arch]],
    [giveBack, 0, 0, kill],
    [load, 0, 0, 0],
    [jumpAtLeast, calls.length + 1, 0, x32Bit],
    ...calls.map((call, i): [number, number, number, number] => [jumpEqual, calls.length - i, 0, call]),
    [giveBack, 0, 0, allow],
    [giveBack, 0, 0, refuse],
  ];
  const filter = Buffer.alloc(body.length * 8);
  body.forEach(([code, whenTrue, whenFalse, value], i) => {
    filter.writeUInt16LE(code, i * 8);
    filter.writeUInt8(whenTrue, i * 8 + 2);
    filter.writeUInt8(whenFalse, i * 8 + 3);
    filter.writeUInt32LE(value, i * 8 + 4);
  });
  return filter;
}

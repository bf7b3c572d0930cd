/** Appends a whole number ≥ 0 as LEB128: seven bits a byte, low bits first. Works up to 2^53 - 1, beyond bit operators. */
export function writeVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/** Maps … -2 -1 0 1 2 … to … 3 1 0 2 4 … so that small negative numbers stay short. */
export function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

/** The inverse of {@link zigzag}. */
export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Reads bytes in order; every method throws `malformed(reason)` where the bytes do not hold what is asked for. */
export type ByteReader = {
  byte(): number;
  varint(): number;
  float64(): number;
  /** Throws unless every byte has been read. */
  end(): void;
};

export function readBytes(bytes: Uint8Array, malformed: (reason: string) => Error): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const need = (count: number) => {
    if (at + count > bytes.length) throw malformed(`truncated after ${bytes.length} bytes`);
  };
  const byte = () => {
    need(1);
    return view.getUint8(at++);
  };

  return {
    byte,
    varint() {
      let value = 0;
      for (let scale = 1; ; scale *= 0x80) {
        const part = byte();
        value += (part % 0x80) * scale;
        if (!Number.isSafeInteger(value)) throw malformed(`number too large before byte ${at}`);
        if (part >= 0x80) continue;
        if (part === 0 && scale > 1) throw malformed(`number not in its shortest form before byte ${at}`);
        return value;
      }
    },
    float64() {
      need(8);
      at += 8;
      return view.getFloat64(at - 8, true);
    },
    end() {
      if (at !== bytes.length) throw malformed(`${bytes.length - at} bytes too many`);
    },
  };
}

// Command convert makes an eStargz layer of a tar stream, with containerd's own library.
//
//	convert FROM TO CHUNK
//
// It prints the digest of the table of contents and the digest of the uncompressed tar stream.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"strconv"

	"github.com/containerd/stargz-snapshotter/estargz"
)

func main() {
	if err := convert(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func convert(from, to, chunk string) error {
	size, err := strconv.Atoi(chunk)
	if err != nil {
		return err
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	status, err := source.Stat()
	if err != nil {
		return err
	}
	section := io.NewSectionReader(source, 0, status.Size())
	blob, err := estargz.Build(section, estargz.WithChunkSize(size))
	if err != nil {
		return err
	}
	defer blob.Close()
	target, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(target, blob); err != nil {
		return err
	}
	fmt.Println(blob.TOCDigest(), blob.DiffID())
	return target.Close()
}

// Buildah's own copier behind one line of JSON a question: the paths that COPY of the whole context would hand out.
package main

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"go.podman.io/buildah/copier"
	"go.podman.io/storage/pkg/reexec"
)

func main() {
	if reexec.Init() {
		return
	}
	decoder := json.NewDecoder(os.Stdin)
	for {
		var q struct {
			Folder   string
			Patterns []string
		}
		if decoder.Decode(&q) != nil {
			return
		}
		r, w := io.Pipe()
		done := make(chan error, 1)
		go func() {
			err := copier.Get(q.Folder, q.Folder, copier.GetOptions{Excludes: q.Patterns}, []string{"."}, w)
			w.CloseWithError(err)
			done <- err
		}()
		paths := []string{}
		t := tar.NewReader(r)
		for {
			h, err := t.Next()
			if err != nil {
				break
			}
			paths = append(paths, strings.TrimSuffix(h.Name, "/"))
		}
		io.Copy(io.Discard, r)
		err := <-done
		out, _ := json.Marshal(map[string]any{"Error": err != nil, "Paths": paths})
		fmt.Println(string(out))
	}
}

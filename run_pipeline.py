"""Run the pipeline: ``python run_pipeline.py --help``."""

if __name__ == "__main__":  # workers import this file too, and need nothing of it
    import sys

    from pipeline.cli import main

    sys.exit(main())

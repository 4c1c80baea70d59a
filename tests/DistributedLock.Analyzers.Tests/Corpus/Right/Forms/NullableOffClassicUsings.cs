//: language 9
//: nullable off
namespace Shop.Invoices
{
    public class Writer
    {
        private readonly IDistributedLockProvider _locks;

        public Writer(IDistributedLockProvider locks)
        {
            this._locks = locks;
        }

        public void Write(string name)
        {
            IDistributedLockHandle handle = null;
            try
            {
                handle = this._locks.Acquire(name, TimeSpan.FromSeconds(1));
                System.IO.File.WriteAllText(name, handle.Key.Value);
            }
            finally
            {
                if (handle != null)
                    handle.Dispose();
            }
        }
    }
}
